// Runs a subscription: every event is answered only while the token is good, and the source is closed exactly once.

import { createSourceEventStream, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { type FieldgateError, InternalError, UnauthenticatedError } from '../errors.ts'
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

/** How soon a revocation ends a subscription in which nothing happens. */
const revocationCheckMilliseconds = 1000
/** What setTimeout can wait for; it fires at once when asked for more. */
const maxTimeoutMilliseconds = 2 ** 31 - 1

/**
 * Opens the source of an allowed subscription and answers its events.
 *
 * The stream ends with an error when the token expires, also while no event comes, and within a second of its revocation.
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
  const answerWhileGood = async (payload: unknown) => {
    const ended = token && findEnd(token, setting)
    return ended ? { result: toResult(ended), isLast: true } : answer(payload)
  }
  return mapEvents(source[Symbol.asyncIterator](), {
    answer: answerWhileGood,
    watch: (end) => (token ? watchToken(token, setting, end) : () => undefined),
  })
}

function findEnd(token: AccessToken, { now, isRevoked }: SubscriptionSetting): UnauthenticatedError | undefined {
  if (token.expiresAt.getTime() <= now().getTime()) {
    return new UnauthenticatedError('EXPIRED', 'The access token has expired. Get a new one and subscribe again.')
  }
  return isRevoked?.(token) ? new UnauthenticatedError('REVOKED', 'The access token was revoked. Log in again.') : undefined
}

/** Calls `end` once when the token ends, without keeping the process alive; returns how to stop. */
function watchToken(token: AccessToken, setting: SubscriptionSetting, end: (result: ExecutionResult) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const wait = () => {
    const lifeMilliseconds = token.expiresAt.getTime() - setting.now().getTime()
    const longest = setting.isRevoked ? revocationCheckMilliseconds : maxTimeoutMilliseconds
    timer = setTimeout(look, Math.max(1, Math.min(lifeMilliseconds, longest)))
    timer.unref()
  }
  const look = () => {
    try {
      const ended = findEnd(token, setting)
      if (ended) end(toResult(ended))
      else wait()
    } catch (cause) {
      // Whether the token is good cannot be known.
      end(toResult(new InternalError({ cause })))
    }
  }
  wait()
  return () => clearTimeout(timer)
}

function toResult(error: FieldgateError): ExecutionResult {
  return { errors: [toGraphQLError(error)] }
}

interface EventMapping {
  readonly answer: (payload: unknown) => Promise<EventAnswer>
  /** Starts to look for an end that no event brings; returns how to stop. */
  readonly watch: (end: (result: ExecutionResult) => void) => () => void
}

/** Not an async generator: `return` must close the source even before the first event, and while waiting for one. */
function mapEvents(source: AsyncIterator<unknown>, { answer, watch }: EventMapping): GatedSubscription {
  const done: IteratorReturnResult<undefined> = { done: true, value: undefined }
  const waiting = new Set<() => void>()
  let isClosed = false
  /** The error that ends the stream, until someone has been told. */
  let ending: ExecutionResult | undefined

  const close = async () => {
    if (isClosed) return
    isClosed = true
    stopWatching()
    await source.return?.()
  }
  const stopWatching = watch((result) => {
    ending = result
    // The error tells why the stream ends; that its source does not close well is no news for the caller.
    close().catch(() => undefined)
    for (const resolve of waiting) resolve()
  })
  /** The next event; undefined when the stream ended before it came. */
  const nextEvent = () =>
    new Promise<IteratorResult<unknown> | undefined>((resolve, reject) => {
      const giveUp = () => resolve(undefined)
      waiting.add(giveUp)
      Promise.resolve(source.next())
        .finally(() => waiting.delete(giveUp))
        .then(resolve, reject)
    })
  const finish = (): IteratorResult<ExecutionResult, void> => {
    if (!ending) return done
    const value = ending
    ending = undefined
    return { done: false, value }
  }
  const stream = {
    async next(): Promise<IteratorResult<ExecutionResult, void>> {
      if (isClosed) return finish()
      try {
        const event = await nextEvent()
        if (event?.done && !isClosed) {
          isClosed = true
          stopWatching()
        }
        if (isClosed || !event) return finish()
        const { result, isLast } = await answer(event.value)
        if (isLast) await close()
        return { done: false, value: result }
      } catch (error) {
        await close()
        throw error
      }
    },
    async return(): Promise<IteratorResult<ExecutionResult, void>> {
      ending = undefined
      await close()
      return done
    },
    async throw(error: unknown): Promise<IteratorResult<ExecutionResult, void>> {
      ending = undefined
      await close()
      throw error
    },
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: close,
  }
  return stream
}
