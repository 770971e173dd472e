import { CuepointError } from '../domain/errors.ts'

/** One setting that cannot be used. */
export interface ConfigProblem {
  /** What the person wrote it as: `CUEPOINT_PORT`, `--port`, `port in /etc/cuepoint.yaml`. */
  readonly setting: string
  readonly expected: string
  /** What was there instead; never a secret. */
  readonly found: string
}

/** The settings cannot be used. Carries every problem, so that one look is enough to mend all of them. */
export class ConfigError extends CuepointError {
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? 'One setting' : `${problems.length} settings`
    const lines = problems.map(
      ({ setting, expected, found }) => `  ${setting}: expected ${expected}, found ${found}`,
    )
    super('config', [`${count} cannot be used:`, ...lines].join('\n'), {
      remedy: 'Every setting is described in docs/configuration.md.',
    })
    this.problems = problems
  }
}
