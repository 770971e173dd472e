import { CuepointError } from '../domain/errors.ts'

export function tooLarge(mostBytes: number): CuepointError {
  return new CuepointError(
    'too-large',
    `The file is larger than the ${mostBytes} bytes that are accepted.`,
    { remedy: 'Whoever runs the server can raise CUEPOINT_MAX_UPLOAD_BYTES.' },
  )
}

export function unsupportedType(expected: string): CuepointError {
  return new CuepointError('unsupported-type', `The body has to be ${expected}.`)
}

/** The parser of forms raises plain errors for what is no form; everything else is passed on. */
export function refuseBrokenForm(error: unknown): never {
  if (error instanceof Error && brokenForm.test(error.message)) {
    throw new CuepointError('invalid-request', `The form cannot be read: ${error.message}.`, {
      cause: error,
    })
  }
  throw error
}

const brokenForm = /terminated early|end of multipart data|^Multipart:|malformed part header/i
