// GET /revocations: pages as JSON or as events, from a place on; what is no place is refused.

import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Follower, SignedPage } from '../../src/authorization-server/revocation-feed.ts'
import type { FeedPlace } from '../../src/authorization-server/storage.ts'
import { headersOf, startServer, type TestServer } from './harness.ts'

const page = (to: number): SignedPage => ({ text: `v4.public.${to}`, to, mark: `m-${to}`, isLast: true })
const events = { accept: 'text/event-stream' }

let server: TestServer
let followers: { place: FeedPlace; follower: Follower; isStopped: boolean }[]
let hasRoom: boolean
beforeEach(async () => {
  followers = []
  hasRoom = true
  server = await startServer()
  server.told.revocations = {
    readPage: async ({ after }) => page(after),
    follow(place, follower) {
      if (!hasRoom) return undefined
      const entry = { place, follower, isStopped: false }
      followers.push(entry)
      return () => {
        entry.isStopped = true
      }
    },
    close: () => {
      for (const { follower } of followers) follower.end()
    },
  }
})
afterEach(() => server.close())

const get = (query = '', headers: Record<string, string> = {}) => fetch(`${server.url}/revocations${query}`, { headers })

describe('GET /revocations', () => {
  it('answers with the page after a place, the beginning by default, and lets no one keep it', async () => {
    const answer = await get('?after=7')
    expect(await answer.json()).toEqual({ page: 'v4.public.7' })
    expect(headersOf(answer, ['cache-control', 'vary', 'content-type', 'x-content-type-options'])).toEqual({
      'cache-control': 'no-store',
      vary: 'accept',
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    expect(await (await get()).json()).toEqual({ page: 'v4.public.0' })
  })

  it.each(['-1', '1.5.2', 'x', '', '9007199254740992', '1e3', '99999999999999999'])('refuses "%s" as a place', async (text) => {
    const answer = await get(`?after=${text}`)
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'after' } }] },
    ])
    expect((await get('', { ...events, 'last-event-id': text || 'x' })).status).toBe(400)
  })

  it('refuses two places at once', async () => {
    expect((await get('?after=1&after=2')).status).toBe(400)
  })
})

describe('GET /revocations as events', () => {
  it('sends each page as an event that is named by its place, with the headers of every answer', async () => {
    const answer = await get('?after=3', events)
    expect(headersOf(answer, ['content-type', 'cache-control', 'x-accel-buffering', 'x-content-type-options'])).toEqual({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    expect(followers[0]?.place).toEqual({ after: 3, mark: null })
    for (const to of [4, 5]) followers[0]?.follower.send(page(to))
    followers[0]?.follower.end()
    expect(await answer.text()).toBe('event: page\nid: 4.m-4\ndata: v4.public.4\n\nevent: page\nid: 5.m-5\ndata: v4.public.5\n\n')
  })

  it('goes on from the last event of a cut connection rather than from where that one began', async () => {
    const answer = await get('?after=3&mark=m-3', { ...events, 'last-event-id': '9.m-9' })
    expect(followers[0]?.place).toEqual({ after: 9, mark: 'm-9' })
    await answer.body?.cancel()
  })

  it('stops following when the caller leaves', async () => {
    const answer = await get('', events)
    await answer.body?.cancel()
    await vi.waitFor(() => expect(followers[0]?.isStopped).toBe(true))
  })

  it('says to come back when the node has no room', async () => {
    hasRoom = false
    const answer = await get('', events)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    hasRoom = true
    const served = await get('', events)
    expect(served.status).toBe(200)
    await served.body?.cancel()
  })

  it('waits for a caller who reads slowly, and for one who has left no longer', async () => {
    const answer = await get('', events)
    const big = { ...page(1), text: 'x'.repeat(16 * 1024 * 1024) }
    let isSent = false
    const sending = followers[0]?.follower.send(big).then(() => {
      isSent = true
    })
    await get()
    expect(isSent).toBe(false)
    await answer.body?.cancel()
    await sending
    expect(followers[0]?.isStopped).toBe(true)
  })

  it('takes no second stream on a connection, and lets go of the first one with the connection', async () => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    const request = 'GET /revocations HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n'
    socket.write(request.repeat(50))
    await once(socket.resume(), 'close')
    await vi.waitFor(() => expect(followers.map(({ isStopped }) => isStopped)).toEqual([true]))
    expect((await get()).status).toBe(200)
  })

  it('goes on beyond the time that an answer may take, and ends with the server', async () => {
    await server.close()
    const feed = server.told.revocations
    server = await startServer({ limits: { answerSeconds: 1 } })
    server.told.revocations = feed
    const answer = await get('', events)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    followers[0]?.follower.send(page(1))
    const read = answer.text()
    await server.close()
    expect(await read).toBe('event: page\nid: 1.m-1\ndata: v4.public.1\n\n')
  })
})
