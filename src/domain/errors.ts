/**
 * Whether trying again can help. `soon`: a passing fault, with back-off. `when-available`: something is missing
 * that a person or the network brings (a model, disk room); wait without counting attempts. `never`: same input, same failure.
 */
export type Retryable = 'soon' | 'when-available' | 'never'

export interface ErrorDetails {
  /** What the person can do about it. */
  readonly remedy?: string
  readonly retryable?: Retryable
  readonly cause?: unknown
}

/** The root of every error that Cuepoint raises on purpose; `code` is stable and part of the API. */
export class CuepointError extends Error {
  readonly code: string
  readonly remedy: string | undefined
  readonly retryable: Retryable

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = new.target.name
    this.code = code
    this.remedy = details.remedy
    this.retryable = details.retryable ?? 'never'
  }
}

/** The request is not one that can be answered: says what was expected and what was found. */
export class InvalidInputError extends CuepointError {
  constructor(message: string, details: ErrorDetails & { code?: string } = {}) {
    super(details.code ?? 'invalid-input', message, details)
  }
}

export class NotFoundError extends CuepointError {
  constructor(what: string, id: string) {
    super('not-found', `There is no ${what} ${id}.`)
  }
}

/** The thing is there already, or changed under the caller's feet. */
export class ConflictError extends CuepointError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('conflict', message, details)
  }
}

/** The file is not what it says, or nothing that can be decoded. */
export class UnsupportedMediaError extends CuepointError {
  constructor(message: string, details: ErrorDetails & { code?: string } = {}) {
    super(details.code ?? 'unsupported-media', message, details)
  }
}

/** Something that is not here yet (a model, a program, room on the disk): the work waits and goes on by itself. */
export class MissingPartError extends CuepointError {
  constructor(code: string, message: string, remedy: string, cause?: unknown) {
    super(code, message, { remedy, retryable: 'when-available', cause })
  }
}

/** A passing fault of a part or a service: worth another try with back-off. */
export class TemporaryError extends CuepointError {
  constructor(code: string, message: string, details: Omit<ErrorDetails, 'retryable'> = {}) {
    super(code, message, { ...details, retryable: 'soon' })
  }
}

/**
 * A service that does not answer, or cannot just now: nothing is wrong with what it was asked, so work waits until it is
 * back, and a start does not fail for it.
 */
export class UnreachableError extends CuepointError {
  constructor(code: string, message: string, details: Omit<ErrorDetails, 'retryable'> = {}) {
    super(code, message, { ...details, retryable: 'when-available' })
  }
}
