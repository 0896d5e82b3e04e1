// docs/enforcement.md sections 4 and 6: what no gate is started with, and what becomes of the source of a stream at its end.

import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'

describe('a gate', () => {
  it('is not built with a schema that graphql-js finds invalid', () => {
    expect(() => createGate(buildSchema('type Mutation { a: Int }', { assumeValidSDL: true }))).toThrow('Query root type')
  })
})

describe('the source of a stream', () => {
  const sdl = `${directiveTypeDefs} type Query { a: Int } type Subscription { a: Int }`

  async function open(next: () => Promise<IteratorResult<unknown>>) {
    const count = { read: 0, returned: 0 }
    const source = {
      next: () => {
        count.read += 1
        return next()
      },
      return: async () => {
        count.returned += 1
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]: () => source,
    }
    const document = parse('subscription { a }')
    const stream = await createGate(buildSchema(sdl)).subscribe({ document, rootValue: { a: () => source } }, null)
    if (!(Symbol.asyncIterator in stream)) throw new Error('No stream.')
    return { stream, count }
  }

  it('is read no more once the reader has left, and is returned once', async () => {
    const { stream, count } = await open(async () => ({ done: false, value: { a: 1 } }))
    expect((await stream.next()).value).toEqual({ data: { a: 1 } })
    await stream.return()
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    await stream.return()
    expect(count).toEqual({ read: 1, returned: 1 })
  })

  it('is returned when it fails, and its error reaches the reader', async () => {
    const { stream, count } = await open(() => Promise.reject(new Error('The broker is down.')))
    await expect(stream.next()).rejects.toThrow('The broker is down.')
    expect(count).toEqual({ read: 1, returned: 1 })
  })
})
