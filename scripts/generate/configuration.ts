import type { Setting } from '../../src/config/setting.ts'
import { settingGroups } from '../../src/config/settings.ts'

/** `docs/configuration.md`. */
export function renderConfiguration(): string {
  return [head, ...settingGroups.map(renderGroup)].join('\n\n') + '\n'
}

const head = `<!-- Generated from src/config/settings.ts by \`npm run generate\`. -->

# Configuration

Every setting is an environment variable, a flag of every command, and a key of a YAML file. A flag counts before a
variable, a variable before the file, the file before the default. An empty variable is one that is not set.

    CUEPOINT_PORT=9000 cuepoint serve
    cuepoint serve --port 9000
    echo 'port: 9000' >> cuepoint.yaml

The flag is the key with two dashes in front. Switches are \`--worker\` and \`--no-worker\`. Relative paths start at the
working directory, in the file at the folder of the file. Settings are checked at start, and everything that is wrong with
them is said at once, unknown names included. Secrets are better kept in variables or the file: other users of the machine
can read the flags of a process.`

function renderGroup({ title, rows }: (typeof settingGroups)[number]): string {
  return [
    `## ${title}`,
    '',
    '| variable | key | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(renderRow),
  ].join('\n')
}

function renderRow({ variable, key, kind, meaning, only, ...row }: Setting): string {
  const standard =
    row.fallbackInWords ?? (row.fallback === undefined ? 'none' : `\`${row.fallback}\``)
  const sentences = [meaning, ...(only === undefined ? [] : [`Only ${only}.`]), ...takes(kind)]
  const cells = [`\`${variable}\``, `\`${key}\``, standard, sentences.join(' ')]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** The values, where the meaning does not tell them. */
function takes({ placeholder, expected }: Setting['kind']): string[] {
  const needsWords = placeholder === null || ['number', 'url', 'model'].includes(placeholder)
  return needsWords ? [`Takes ${expected}.`] : []
}
