import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where this person's files belong, by the custom of the system (XDG on Linux; relative XDG paths are invalid there). */
export interface Directories {
  readonly home: string
  readonly data: string
  readonly config: string
  /** The cache that all programs share: Hugging Face keeps its models in a folder of it on every system. */
  readonly sharedCache: string
}

export function userDirectories(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Directories {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir()
  const xdg = (variable: string, ...fallback: string[]): string => {
    const given = env[variable]
    return given && isAbsolute(given) ? given : join(home, ...fallback)
  }
  const sharedCache = xdg('XDG_CACHE_HOME', '.cache')
  switch (platform) {
    case 'darwin': {
      const support = join(home, 'Library', 'Application Support', 'cuepoint')
      return { home, data: support, config: support, sharedCache }
    }
    case 'win32': {
      const local = join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'cuepoint')
      return { home, data: local, config: local, sharedCache }
    }
    default:
      return {
        home,
        data: join(xdg('XDG_DATA_HOME', '.local', 'share'), 'cuepoint'),
        config: join(xdg('XDG_CONFIG_HOME', '.config'), 'cuepoint'),
        sharedCache,
      }
  }
}
