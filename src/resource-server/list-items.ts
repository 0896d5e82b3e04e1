// Keeps graphql-js from abandoning pending items of a list, whose later failure would end the process.

import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql'

/** Whether something in an execution has not settled at once. */
export interface Watch {
  hasPending: boolean
}

/**
 * What a resolver returned, made safe to be failed in part.
 *
 * graphql-js 16 completes a list item by item. When one fails at once and its null travels upwards, the items before it that are still
 * pending are forgotten, and if one of them fails too, that is an unhandled rejection. So once anything is pending, items that can fail
 * their list are given as promises, which are all waited for. Until then nothing changes, and execution stops where it would have stopped.
 */
export function watchResult(result: unknown, type: GraphQLOutputType, watch: Watch): unknown {
  if (isPromiseLike(result)) {
    watch.hasPending = true
    return isList(type) ? Promise.resolve(result).then((settled) => watchItems(settled, type, watch)) : result
  }
  return watchItems(result, type, watch)
}

/** Whether the value is what graphql-js takes for a promise. */
function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}

function watchItems(result: unknown, type: GraphQLOutputType, watch: Watch): unknown {
  const list = isNonNullType(type) ? type.ofType : type
  if (!isListType(list) || typeof result !== 'object' || result === null || !(Symbol.iterator in result)) return result
  return iterate(result as Iterable<unknown>, list.ofType, watch)
}

/** graphql-js completes each item before it takes the next one, so what is pending is known by then. */
function* iterate(items: Iterable<unknown>, itemType: GraphQLOutputType, watch: Watch): Generator<unknown> {
  for (const item of items) {
    const watched = watchResult(item, itemType, watch)
    yield watch.hasPending && isNonNullType(itemType) ? Promise.resolve(watched) : watched
  }
}
