// Subscriptions: who may open one, what each event shows, when it ends, and that its source is always closed.

import { buildSchema, parse } from 'graphql'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createGate, directiveTypeDefs, type GateOptions } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { createNews } from '../adapters/event-source.ts'

const sdl = `${directiveTypeDefs}
  type Query { a: String }
  type Subscription { open: Event, closed: Event @authenticated, gated: Event @policy(policies: [["p"]]) }
  type Event { id: ID, secret: String @requiresScopes(scopes: [["secret"]]) }
`

function createSource() {
  const state = { opened: 0, returned: 0 }
  const subscribe = () => {
    state.opened += 1
    let id = 0
    const source = {
      next: async () => (id < 3 ? { done: false, value: event(id++) } : { done: true, value: undefined }),
      return: async () => {
        state.returned += 1
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]: () => source,
    }
    return source
  }
  return { state, rootValue: { open: subscribe, closed: subscribe, gated: subscribe } }
}

function event(id: number) {
  const content = { id: String(id), secret: 's' }
  return { open: content, closed: content, gated: content }
}

async function start(operation: string, { scopes, ...options }: GateOptions & { scopes?: string[] } = {}) {
  const { state, rootValue } = createSource()
  const gate = createGate(buildSchema(sdl), options)
  const token = scopes ? accessToken({ scopes }) : null
  const stream = await gate.subscribe({ document: parse(operation), rootValue }, token)
  return { state, stream }
}

async function drain(stream: Awaited<ReturnType<typeof start>>['stream']): Promise<unknown[]> {
  const results: unknown[] = []
  if (!(Symbol.asyncIterator in stream)) return [stream]
  for await (const { data, errors } of stream) {
    results.push(errors ? errors.map(({ extensions }) => extensions.reason) : JSON.parse(JSON.stringify(data)))
  }
  return results
}

describe('a subscription', () => {
  it('passes allowed events on', async () => {
    const { stream } = await start('subscription { closed { id } }', { scopes: [] })
    expect(await drain(stream)).toEqual([{ closed: { id: '0' } }, { closed: { id: '1' } }, { closed: { id: '2' } }])
  })

  it('with a refused root field never opens its source', async () => {
    const { state, stream } = await start('subscription { closed { id } }')
    expect(stream).toMatchObject({ errors: [{ extensions: { coordinate: 'Subscription.closed' } }] })
    expect('data' in stream).toBe(false)
    expect(state.opened).toBe(0)
  })

  it('filters each event', async () => {
    const { stream } = await start('subscription { open { id secret } }', { scopes: [] })
    if (!(Symbol.asyncIterator in stream)) throw new Error('No stream.')
    const { value } = await stream.next()
    expect(value).toMatchObject({ data: { open: { id: '0', secret: null } }, errors: [{ path: ['open', 'secret'] }] })
  })

  it('ends with an error when the token expires, and closes the source once', async () => {
    let time = Date.now()
    const { state, stream } = await start('subscription { closed { id } }', { scopes: [], now: () => new Date(time) })
    if (!(Symbol.asyncIterator in stream)) throw new Error('No stream.')
    expect((await stream.next()).done).toBe(false)
    time += 301_000
    expect(await drain(stream)).toEqual([['EXPIRED']])
    await stream.return?.()
    expect(state).toEqual({ opened: 1, returned: 1 })
  })

  it('ends when the token is revoked', async () => {
    const { state, stream } = await start('subscription { closed { id } }', { scopes: [], isRevoked: () => true })
    expect(await drain(stream)).toEqual([['REVOKED']])
    expect(state.returned).toBe(1)
  })

  it('asks policies before each event and ends when the root field is lost', async () => {
    let eventsLeft = 2
    const policies = async () => ({ p: eventsLeft-- > 0 })
    const { state, stream } = await start('subscription { gated { id } }', { policies })
    expect(await drain(stream)).toEqual([{ gated: { id: '0' } }, ['POLICY_DENIED']])
    expect(state.returned).toBe(1)
  })

  it('closes the source when it is left before the first event', async () => {
    const { state, stream } = await start('subscription { open { id } }')
    if (!(Symbol.asyncIterator in stream)) throw new Error('No stream.')
    await stream.return()
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(state.returned).toBe(1)
  })
})

describe('a subscription in which nothing happens', () => {
  afterEach(() => void vi.useRealTimers())

  async function listen(options: GateOptions, expiresAt = new Date(Date.now() + 300_000)) {
    const { schema, state, push } = createNews()
    const gate = createGate(schema, options)
    const document = parse('subscription { news }')
    const stream = await gate.subscribe({ document }, accessToken({ scopes: ['news'], expiresAt }))
    if (!(Symbol.asyncIterator in stream)) throw new Error('No stream.')
    return { state, stream, push }
  }
  const ended = (reason: string) => ({ done: false, value: { errors: [{ extensions: { code: 'UNAUTHENTICATED', reason } }] } })

  it('ends when the token expires, told once, and returns its source once', async () => {
    const { state, stream } = await listen({}, new Date(Date.now() + 100))
    expect(await stream.next()).toMatchObject(ended('EXPIRED'))
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    await stream.return()
    expect(state).toEqual({ opened: 1, returned: 1 })
  })

  it('returns its source also while no one asks for an event, and tells whoever asks then', async () => {
    const { state, stream } = await listen({}, new Date(Date.now() + 100))
    await vi.waitFor(() => expect(state.returned).toBe(1), { timeout: 1500 })
    expect(await stream.next()).toMatchObject(ended('EXPIRED'))
    expect((await stream.next()).done).toBe(true)
  })

  it('ends within a second when the token is revoked', async () => {
    let isRevoked = false
    const { state, stream } = await listen({ isRevoked: () => isRevoked })
    const next = stream.next()
    isRevoked = true
    expect(await next).toMatchObject(ended('REVOKED'))
    expect(state).toEqual({ opened: 1, returned: 1 })
  })

  it('ends when whether the token is revoked cannot be known', async () => {
    const isRevoked = () => {
      throw new Error('no idea')
    }
    const { state, stream } = await listen({ isRevoked })
    expect(await stream.next()).toMatchObject({ value: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } })
    expect(state.returned).toBe(1)
  })

  it('asks the clock seldom, however long the token lives, and no more once it is left', async () => {
    vi.useFakeTimers()
    let askedCount = 0
    const now = () => {
      askedCount += 1
      return new Date()
    }
    const { stream } = await listen({ now }, new Date(Date.now() + 60 * 86_400_000))
    askedCount = 0
    await vi.advanceTimersByTimeAsync(1000)
    expect(askedCount).toBe(0)
    await vi.advanceTimersByTimeAsync(59 * 86_400_000)
    await stream.return()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps no process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    const { stream } = await listen({ isRevoked: () => false })
    expect(timers()).toBe(before)
    await stream.return()
  })

  it('ends by the clock of the gate', async () => {
    let time = Date.now()
    const { stream } = await listen({ now: () => new Date(time), isRevoked: () => false })
    const next = stream.next()
    time += 301_000
    expect(await next).toMatchObject(ended('EXPIRED'))
  })
})
