import { flag, secret, text, webAddress, wholeNumber } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** Where the server listens and who may come in. */
export const serverSettings = {
  host: {
    variable: 'CUEPOINT_HOST',
    key: 'host',
    kind: text,
    fallback: '127.0.0.1',
    meaning:
      'Address that `serve` listens on. Beyond loopback it needs `CUEPOINT_API_TOKEN` (or `--insecure`).',
  },
  port: {
    variable: 'CUEPOINT_PORT',
    key: 'port',
    kind: wholeNumber(0, 65_535),
    fallback: '8484',
    meaning: 'Port that `serve` listens on; 0 takes a free one.',
  },
  apiToken: {
    variable: 'CUEPOINT_API_TOKEN',
    key: 'api-token',
    kind: secret,
    meaning: 'When set, every API call needs it as a bearer token and the web page asks for it.',
  },
  insecure: {
    variable: 'CUEPOINT_INSECURE',
    key: 'insecure',
    kind: flag,
    fallback: 'false',
    meaning:
      'Listen beyond loopback without a token: everybody who reaches the port can do everything.',
  },
  publicUrl: {
    variable: 'CUEPOINT_PUBLIC_URL',
    key: 'public-url',
    kind: webAddress,
    meaning:
      'Address under which people reach the server, behind a proxy for example. Its host and origin are allowed besides loopback and the address listened on.',
  },
  worker: {
    variable: 'CUEPOINT_WORKER',
    key: 'worker',
    kind: flag,
    fallback: 'true',
    meaning: 'Whether `serve` also works on the queue. `false` leaves that to `cuepoint worker`.',
  },
  maxUploadBytes: {
    variable: 'CUEPOINT_MAX_UPLOAD_BYTES',
    key: 'max-upload-bytes',
    kind: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    fallbackInWords: 'no limit',
    meaning: 'Largest file that is accepted.',
  },
} as const satisfies Record<string, Setting>
