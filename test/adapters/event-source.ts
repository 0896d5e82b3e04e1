// The source of a subscription whose events come when the test says so, and which counts how often it was opened and returned.

import { buildSchema } from 'graphql'
import { directiveTypeDefs } from '../../src/resource-server/index.ts'

/** An API with one subscription that needs the scope `news`. */
export function createNews() {
  const state = { opened: 0, returned: 0 }
  const waiting: ((event: IteratorResult<unknown>) => void)[] = []
  const queue: unknown[] = []
  const source = {
    next: () =>
      new Promise<IteratorResult<unknown>>((resolve) => {
        if (queue.length > 0) resolve({ done: false, value: queue.shift() })
        else waiting.push(resolve)
      }),
    async return() {
      state.returned += 1
      for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined })
      return { done: true as const, value: undefined }
    },
    [Symbol.asyncIterator]: () => source,
  }
  const schema = buildSchema(`${directiveTypeDefs}
    type Query { a: String }
    type Subscription { news: String @requiresScopes(scopes: [["news"]]) }
  `)
  const news = schema.getSubscriptionType()?.getFields().news
  if (!news) throw new Error('No field.')
  news.subscribe = () => {
    state.opened += 1
    return source
  }
  const push = (text: string) => {
    const resolve = waiting.shift()
    if (resolve) resolve({ done: false, value: { news: text } })
    else queue.push({ news: text })
  }
  return { schema, state, push }
}
