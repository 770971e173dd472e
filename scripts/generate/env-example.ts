import type { Setting } from '../../src/config/setting.ts'
import { settingGroups } from '../../src/config/settings.ts'

/** `.env.example`: every variable, commented out, with its default. */
export function renderEnvExample(): string {
  return [head, ...settingGroups.map(renderGroup)].join('\n\n') + '\n'
}

const head = `# Generated from src/config/settings.ts by \`npm run generate\`. See docs/configuration.md.
# Load it with: node --env-file=.env … or docker run --env-file .env …`

function renderGroup({ title, rows }: (typeof settingGroups)[number]): string {
  return [`# ${title}`, ...rows.map(renderRow)].join('\n')
}

function renderRow({ variable, meaning, fallback, fallbackInWords }: Setting): string {
  const note = fallbackInWords === undefined ? '' : ` Default: ${fallbackInWords}.`
  const standard = fallbackInWords === undefined ? (fallback ?? '') : ''
  return `# ${(meaning + note).replaceAll('`', '')}\n#${variable}=${standard}`
}
