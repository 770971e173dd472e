import { parse } from 'postgres-array'
import { elementOids, parseByOid, type ParseColumn } from './column-types.ts'

/** node-postgres reads columns by this, as PGlite does by the same table. */
export function columnParser(oid: number): ParseColumn {
  const elementOid = elementOids.get(oid)
  return elementOid === undefined
    ? (parseByOid.get(oid) ?? String)
    : arrayParser(parseByOid.get(elementOid) ?? String)
}

function arrayParser(parseElement: ParseColumn): ParseColumn {
  return (text) => parse(text, parseElement)
}
