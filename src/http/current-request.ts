// The id of the request that is being answered, for code that Apollo calls without the request.

import { AsyncLocalStorage } from 'node:async_hooks'

const requestIds = new AsyncLocalStorage<string>()

/** Runs the work as part of a request. */
export function runAsRequest<T>(requestId: string, work: () => T): T {
  return requestIds.run(requestId, work)
}

/** The id of the request that the caller runs for; undefined outside of any. */
export function currentRequestId(): string | undefined {
  return requestIds.getStore()
}
