/** Reads a column from PostgreSQL's text form. Columns of other types stay text (uuid, vector, date, interval). */
export type ParseColumn = (text: string) => unknown

/** By type oid, which is fixed for built-in types (pg_type.dat). */
export const parseByOid: ReadonlyMap<number, ParseColumn> = new Map<number, ParseColumn>([
  [16, (text) => text === 't'], // bool
  [17, (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))], // bytea
  [20, Number], // int8
  [21, Number], // int2
  [23, Number], // int4
  [26, Number], // oid
  [114, (text): unknown => JSON.parse(text)], // json
  [700, Number], // float4
  [701, Number], // float8
  [1082, String], // date: a day has no time zone, so it must not become a Date
  [1114, (text) => new Date(`${text.replace(' ', 'T')}Z`)], // timestamp, taken as UTC
  [1184, parseInstant], // timestamptz
  [1186, String], // interval
  [1700, Number], // numeric: sums and averages; money has no place here
  [3802, (text): unknown => JSON.parse(text)], // jsonb
])

/** Array type oid → element type oid. */
export const elementOids: ReadonlyMap<number, number> = new Map([
  [1000, 16],
  [1001, 17],
  [1016, 20],
  [1005, 21],
  [1007, 23],
  [1028, 26],
  [199, 114],
  [1021, 700],
  [1022, 701],
  [1182, 1082],
  [1115, 1114],
  [1185, 1184],
  [1187, 1186],
  [1231, 1700],
  [3807, 3802],
  [1009, 25],
  [1015, 1043],
  [2951, 2950],
])

/**
 * `2026-02-28 12:00:00.123+05:30`, as the session's zone wants it. JavaScript wants minutes, and knows no seconds there, which
 * zones had before there were railways.
 */
function parseInstant(text: string): Date {
  const [, local, sign, hours, minutes = '0', seconds = '0'] =
    /^(.+)([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(text) ?? []
  if (local === undefined) return new Date(text)
  const offsetSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  const utcMs = Date.parse(`${local.replace(' ', 'T')}Z`)
  return new Date(utcMs - (sign === '-' ? -1 : 1) * offsetSeconds * 1000)
}
