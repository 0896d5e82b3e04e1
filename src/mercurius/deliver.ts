// Gives the gate's answers to mercurius: status and headers to the reply, errors in the server's form.

import type { FormattedExecutionResult } from 'graphql'
import type { MercuriusCommonOptions, MercuriusContext } from 'mercurius'
import type { HttpAnswer } from '../resource-server/http-answer.ts'
import { maskError } from '../resource-server/told-error.ts'

/** As mercurius' option of that name. */
export type ErrorFormatter = NonNullable<MercuriusCommonOptions['errorFormatter']>

/** Sets what the reply needs, logs what went wrong inside, and gives the result to return. */
export function deliver(
  { status, headers, result, isForBatch, cause }: HttpAnswer,
  context: MercuriusContext,
  errorFormatter: ErrorFormatter | undefined,
): FormattedExecutionResult {
  const reply: MercuriusContext['reply'] | undefined = context.reply
  if (cause) reply?.log.error(cause)
  // With a serializer of its own Fastify would send no media type.
  if (reply && !reply.hasHeader('content-type')) reply.type('application/json; charset=utf-8')
  if (isForBatch || context.operationsCount === undefined) reply?.code(status).headers(headers)
  // mercurius' own serializer makes strings of the list indices in paths.
  reply?.serializer((payload: unknown) => JSON.stringify(payload))
  const { errors, ...rest } = result
  if (!errors) return rest
  const formatted = errorFormatter ? errorFormatter({ ...rest, errors }, context).response.errors : errors.map(maskError)
  return formatted ? { ...rest, errors: formatted.map((error) => ('toJSON' in error ? error.toJSON() : error)) } : rest
}
