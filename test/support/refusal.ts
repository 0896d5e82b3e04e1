// What a caller sees of an error: its public message and its extensions; the cause stays private.

import { FieldgateError } from '../../src/errors.ts'

export interface PublicFace {
  readonly message: string
  readonly extensions: Readonly<Record<string, unknown>>
}

export function faceOf({ message, extensions }: FieldgateError): PublicFace {
  return { message, extensions }
}

/** How the attempt was refused. An attempt that succeeds, or fails otherwise than by refusing, fails the test. */
export async function refusalOf(attempt: Promise<unknown>): Promise<PublicFace> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof FieldgateError) return faceOf(error)
    throw error
  }
  throw new Error('It was not refused.')
}
