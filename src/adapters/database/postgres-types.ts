import pg from 'pg'
import { elementOids, parseByOid, type ParseColumn } from './column-types.ts'

/** node-postgres reads columns by this, as PGlite does by the same table. */
export function columnParser(oid: number): ParseColumn {
  const elementOid = elementOids.get(oid)
  return elementOid === undefined
    ? (parseByOid.get(oid) ?? String)
    : arrayParser(parseByOid.get(elementOid) ?? String)
}

function arrayParser(parseElement: ParseColumn): ParseColumn {
  const parseNested = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(parseNested)
    return typeof value === 'string' ? parseElement(value) : value
  }
  return (text) => parseNested(parseTextArray(text))
}

const textArrayOid: number = 1009

/** node-postgres' parser of text arrays cuts an array of any type into the texts of its elements. */
const parseTextArray: ParseColumn = pg.types.getTypeParser(textArrayOid)
