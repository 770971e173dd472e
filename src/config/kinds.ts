import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { Secret } from './secret.ts'

/** A kind of value: how it is written, and how the text becomes a value. Every source gives text. */
export interface Kind<Value> {
  /** Completes "expected …". */
  readonly expected: string
  readonly schema: z.ZodType<Value, string>
  /** Short name for the documentation and `--flag <name>`; null for a switch. */
  readonly placeholder: string | null
}

/** A path relative to the folder of the source it stands in; `~/` is the home directory. Made absolute by `resolvePath`. */
export const path: Kind<string> = {
  expected: 'a path',
  schema: z.string(),
  placeholder: 'path',
}

export const text: Kind<string> = { expected: 'a text', schema: z.string(), placeholder: 'text' }

export const secret: Kind<Secret> = {
  expected: 'a text',
  schema: z.string().transform((value) => new Secret(value)),
  placeholder: 'secret',
}

export const flag: Kind<boolean> = {
  expected: 'true or false',
  schema: z.stringbool(),
  placeholder: null,
}

export const webAddress: Kind<string> = {
  expected: 'an address that starts with http:// or https://',
  schema: z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, '')),
  placeholder: 'url',
}

export const postgresAddress: Kind<Secret> = {
  expected: 'postgres://user:password@host:5432/database',
  schema: z.url({ protocol: /^postgres(ql)?$/ }).transform((value) => new Secret(value)),
  placeholder: 'url',
}

export function wholeNumber(minimum: number, maximum: number): Kind<number> {
  return {
    expected: `a whole number from ${minimum} to ${maximum}`,
    schema: z
      .string()
      .regex(/^\d+$/)
      .transform(Number)
      .pipe(z.number().int().min(minimum).max(maximum)),
    placeholder: 'number',
  }
}

export function oneOf<const Option extends string>(...options: Option[]): Kind<Option> {
  return {
    expected: options.length === 1 ? `${options[0]}` : `one of ${options.join(', ')}`,
    schema: z.string().pipe(z.enum(options)),
    placeholder: options.join('|'),
  }
}

/** The key of a row of a table of models. */
export function modelName(models: readonly { readonly key: string }[]): Kind<string> {
  return { ...oneOf(...models.map(({ key }) => key)), placeholder: 'model' }
}

export function resolvePath(value: string, base: string, home: string): string {
  if (value === '~' || value.startsWith('~/')) return join(home, value.slice(1))
  return isAbsolute(value) ? value : resolve(base, value)
}
