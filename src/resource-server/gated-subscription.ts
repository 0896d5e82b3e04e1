// Runs a subscription: every event is answered only while the token is good, and the source is closed exactly once.

import { createSourceEventStream, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { UnauthenticatedError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import { type ExecutionInput, executionArgs } from './gated-execution.ts'
import type { OperationRequest } from './operation.ts'
import { toGraphQLError } from './told-error.ts'

/** The answers to a subscription, one for each event. */
export type GatedSubscription = AsyncGenerator<ExecutionResult, void, void>

/** What becomes of one event; after the last one the stream ends. */
export interface EventAnswer {
  readonly result: ExecutionResult
  readonly isLast: boolean
}

interface SubscriptionSetting {
  readonly schema: GraphQLSchema
  readonly request: OperationRequest & ExecutionInput
  readonly token: AccessToken | null
  readonly now: () => Date
  readonly isRevoked: ((token: AccessToken) => boolean) | undefined
}

/**
 * Opens the source of an allowed subscription and answers its events.
 *
 * @param answer decides about one event and runs the operation on it
 * @see https://spec.graphql.org/October2021/#MapSourceToResponseEvent()
 */
export async function subscribeGated(
  setting: SubscriptionSetting,
  answer: (payload: unknown) => Promise<EventAnswer>,
): Promise<ExecutionResult | GatedSubscription> {
  const { schema, request, token } = setting
  const source = await createSourceEventStream(executionArgs(schema, request, request))
  if (!(Symbol.asyncIterator in source)) return source
  return mapEvents(source[Symbol.asyncIterator](), async (payload) => {
    const ended = token && findEnd(token, setting)
    return ended ? { result: { errors: [toGraphQLError(ended)] }, isLast: true } : answer(payload)
  })
}

function findEnd(token: AccessToken, { now, isRevoked }: SubscriptionSetting): UnauthenticatedError | undefined {
  if (token.expiresAt.getTime() <= now().getTime()) {
    return new UnauthenticatedError('EXPIRED', 'The access token has expired. Get a new one and subscribe again.')
  }
  return isRevoked?.(token) ? new UnauthenticatedError('REVOKED', 'The access token was revoked. Log in again.') : undefined
}

/** Not an async generator: `return` must close the source even before the first event, and while waiting for one. */
function mapEvents(source: AsyncIterator<unknown>, answer: (payload: unknown) => Promise<EventAnswer>): GatedSubscription {
  const done: IteratorReturnResult<undefined> = { done: true, value: undefined }
  let isClosed = false

  const close = async () => {
    if (isClosed) return
    isClosed = true
    await source.return?.()
  }
  const stream = {
    async next(): Promise<IteratorResult<ExecutionResult, void>> {
      if (isClosed) return done
      try {
        const event = await source.next()
        if (event.done) isClosed = true
        if (isClosed) return done
        const { result, isLast } = await answer(event.value)
        if (isLast) await close()
        return { done: false, value: result }
      } catch (error) {
        await close()
        throw error
      }
    },
    async return(): Promise<IteratorResult<ExecutionResult, void>> {
      await close()
      return done
    },
    async throw(error: unknown): Promise<IteratorResult<ExecutionResult, void>> {
      await close()
      throw error
    },
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: close,
  }
  return stream
}
