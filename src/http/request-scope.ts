// Which request is being answered: lets the error formatter, which Apollo gives no context, name the request.

import { AsyncLocalStorage } from 'node:async_hooks'

const scope = new AsyncLocalStorage<{ readonly requestId: string }>()

export function withinRequest<T>(requestId: string, task: () => T): T {
  return scope.run({ requestId }, task)
}

export function currentRequestId(): string | undefined {
  return scope.getStore()?.requestId
}
