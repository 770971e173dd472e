import type { ModelReport } from '../models/model-store.ts'

/** A model as `GET /system` and `cuepoint models --json` show it; `inUse` has the keys of those that the settings ask for. */
export function toModelRow(report: ModelReport, inUse: readonly string[]) {
  const { key, kind, title, licence, languages, goodFor } = report.model
  return {
    key,
    kind,
    title,
    size_bytes: report.totalBytes,
    licence,
    languages,
    good_for: goodFor,
    in_use: inUse.includes(key),
    state: report.state,
    done_bytes: report.state === 'present' ? report.totalBytes : report.doneBytes,
    problem: report.state === 'failed' ? report.problem : null,
  }
}
