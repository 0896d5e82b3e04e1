// Following the feed over real HTTP: as a stream, after a cut, by asking where no stream is to be had, and across lost databases.

import { describe, expect, it, vi } from 'vitest'
import { generateSigningKey } from '../../../src/token/signing-key.ts'
import { publish, revoke } from '../issuer.ts'
import { useVerifiers } from '../verifier-harness.ts'

const feed = useVerifiers()
const refusal = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', reason })
const failure = (message: string) => ({
  of: 'revocations',
  isOver: false,
  cause: expect.objectContaining({ message: expect.stringContaining(message) }),
})
const recovery = { of: 'revocations', isOver: true }
const [first, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map((number) => revoke('session', `ses_${number}0`))
const all = [first, second, third, fourth, fifth].filter((each) => each !== undefined)

describe('a stream of revocations', () => {
  it('is all that is asked for, once', async () => {
    const { issuer } = feed
    await feed.start()
    issuer.revocations = all.slice(0, 1)
    await vi.waitFor(() => expect(feed.revoked).toEqual([{ sessionId: 'ses_10' }]))
    issuer.revocations = all.slice(0, 2)
    await vi.waitFor(() => expect(feed.revoked).toHaveLength(2))
    expect(issuer.requests.filter((path) => path.startsWith('/revocations'))).toEqual(['/revocations?after=0#events'])
  })

  it('goes on from its own place after a cut, and that is no outage', async () => {
    const { issuer } = feed
    await feed.start()
    issuer.revocations = all.slice(0, 1)
    await vi.waitFor(() => expect(feed.revoked).toHaveLength(1))
    issuer.feed.cut()
    issuer.revocations = all.slice(0, 2)
    await vi.waitFor(() => expect(feed.revoked).toEqual([{ sessionId: 'ses_10' }, { sessionId: 'ses_20' }]))
    expect(issuer.requests.at(-1)).toBe('/revocations?after=1&mark=at-1#events')
    expect(feed.outages).toEqual([])
  })

  it('that falls silent is cut after three seconds and resumed', async () => {
    const { issuer } = feed
    await feed.start()
    issuer.feed.mute()
    issuer.revocations = all.slice(0, 1)
    await vi.waitFor(() => expect(feed.revoked).toEqual([{ sessionId: 'ses_10' }]), { timeout: 4_000 })
    expect(feed.countRequests('/revocations?after=0#events')).toBe(2)
    expect(feed.outages).toEqual([])
  })

  it('brings the first snapshot in pages, whole before anyone is served, and tells nobody of it', async () => {
    const { issuer } = feed
    issuer.feed.pageSize = 2
    issuer.revocations = all
    const verifier = await feed.start()
    await expect(verifier.verify(await issuer.token({ sessionId: 'ses_50' }))).rejects.toEqual(refusal('REVOKED'))
    expect(await verifier.verify(await issuer.token())).toBeDefined()
    expect(feed.revoked).toEqual([])
  })

  it('whose first snapshot breaks off serves nobody', async () => {
    const { issuer } = feed
    issuer.feed.pageSize = 2
    issuer.revocations = all
    const { sign } = issuer.feed
    issuer.feed.sign = async (page) => (page.from === 0 ? sign(page) : 'nothing')
    const verifier = await feed.start()
    await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('STALE'))
    issuer.feed.sign = sign
    await vi.waitFor(async () => expect(await verifier.verify(await issuer.token())).toBeDefined(), { timeout: 3_000 })
    expect(feed.revoked).toEqual([])
  })

  it('ends when the verifier is closed', async () => {
    let fetchCount = 0
    const verifier = await feed.start({
      fetch(...asked) {
        fetchCount += 1
        return fetch(...asked)
      },
    })
    await verifier.close()
    const before = fetchCount
    await feed.start()
    const followed = () => feed.countRequests('/revocations')
    // Another verifier comes back each time it is cut off; this one would come back sooner.
    for (let cut = 0; cut < 3; cut++) {
      const count = followed()
      feed.issuer.feed.cut()
      await vi.waitFor(() => expect(followed()).toBeGreaterThan(count), { timeout: 3_000 })
    }
    expect(fetchCount).toBe(before)
    expect([feed.revoked, feed.outages]).toEqual([[], []])
  })
})

describe('without a stream', () => {
  it.each(['json', 503, 406, 'silence'] as const)('of events (%s), pages are asked for once a second', async (events) => {
    const { issuer } = feed
    issuer.feed.events = events
    issuer.feed.pageSize = 2
    await feed.start()
    issuer.revocations = all
    await vi.waitFor(() => expect(feed.revoked).toHaveLength(5), { timeout: 2_000 })
    expect(issuer.requests.filter((path) => /^\/revocations.*\d$/.test(path)).slice(-3)).toEqual([
      '/revocations?after=0',
      '/revocations?after=2&mark=at-2',
      '/revocations?after=4&mark=at-4',
    ])
    expect(feed.countRequests('/revocations?after=0#events')).toBe(1)
    expect(feed.outages).toEqual([])
  })

  it('one is tried again now and then, and kept', async () => {
    const { issuer } = feed
    issuer.feed.events = 503
    await feed.start()
    issuer.feed.events = 'events'
    feed.elapsedSeconds = 11
    await vi.waitFor(() => expect(issuer.requests.at(-1)).toBe('/revocations?after=0#events'), { timeout: 2_000 })
    issuer.revocations = all
    await vi.waitFor(() => expect(feed.revoked).toHaveLength(5))
    expect(issuer.requests.at(-1)).toBe('/revocations?after=0#events')
  })

  it('a fetch of the caller that gives no more than documents will do', async () => {
    const { issuer } = feed
    const plainFetch: typeof fetch = async (url) => {
      const response = await fetch(url)
      return Response.json(await response.json())
    }
    const verifier = await feed.start({ fetch: plainFetch })
    issuer.revocations = [revoke('session', 'ses_1')]
    await vi.waitFor(() => expect(feed.revoked).toHaveLength(1), { timeout: 2_000 })
    await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('REVOKED'))
  })
})

describe('places in the feed', () => {
  it('that leave a gap are refused, told, and followed anew from the beginning', async () => {
    const { issuer } = feed
    issuer.revocations = all.slice(0, 1)
    const verifier = await feed.start()
    const { sign } = issuer.feed
    issuer.feed.sign = (page) => {
      issuer.feed.sign = sign
      return sign({ ...page, from: page.from + 1, to: page.to + 1 })
    }
    await vi.waitFor(() => expect(feed.outages).toEqual([failure('gap, from 1 to 2'), recovery]), { timeout: 3_000 })
    expect(issuer.requests.filter((path) => path.endsWith('#events')).slice(0, 2)).toEqual(
      Array(2).fill('/revocations?after=0#events'),
    )
    await expect(verifier.verify(await issuer.token({ sessionId: 'ses_10' }))).rejects.toEqual(refusal('REVOKED'))
    expect(feed.revoked).toEqual([])
  })

  it.each(['events', 'json'] as const)(
    'that go back (%s) are told, and what was known stays beside what is new',
    async (events) => {
      const { issuer } = feed
      issuer.feed.events = events
      issuer.revocations = all.slice(0, 3)
      const verifier = await feed.start()
      issuer.feed.log.rollBack()
      issuer.revocations = all.slice(3, 4)
      await vi.waitFor(() => expect(feed.outages).toEqual([failure('went back'), recovery]), { timeout: 3_000 })
      expect(feed.revoked).toEqual([{ sessionId: 'ses_40' }])
      for (const sessionId of ['ses_10', 'ses_30', 'ses_40'])
        await expect(verifier.verify(await issuer.token({ sessionId }))).rejects.toEqual(refusal('REVOKED'))
      issuer.revocations = all.slice(3, 5)
      await vi.waitFor(() => expect(feed.revoked).toHaveLength(2), { timeout: 3_000 })
      expect(feed.outages).toHaveLength(2)
    },
  )
})

describe('the key set that pages name', () => {
  it('is fetched when it changes, so that a key that is still to sign is known', async () => {
    const { issuer } = feed
    const verifier = await feed.start()
    await vi.waitFor(() => expect(feed.countRequests('/keys')).toBe(2))
    const next = await generateSigningKey()
    const pending = publish(next, { status: 'PENDING', activatesAt: new Date(Date.now() + 3_600_000).toISOString() })
    issuer.keys = { keys: [publish(issuer.key), pending] }
    await vi.waitFor(() => expect(feed.countRequests('/keys')).toBe(3))
    expect(await verifier.verify(await issuer.token({}, next))).toMatchObject({ keyId: next.id })
    expect(feed.countRequests('/keys')).toBe(3)
  })

  it('is fetched again at the next page when that fails, and no more once it is there', async () => {
    const { issuer } = feed
    await feed.start()
    issuer.keys = '{'
    await vi.waitFor(() => expect(feed.countRequests('/keys')).toBeGreaterThan(3))
    issuer.keys = { keys: [publish(issuer.key, { status: 'RETIRED' })] }
    await vi.waitFor(() => expect(feed.outages.at(-1)).toEqual({ of: 'keys', isOver: true }))
    const fetchCount = feed.countRequests('/keys')
    issuer.revocations = all
    await vi.waitFor(() => expect(feed.revoked).toHaveLength(5))
    expect(feed.countRequests('/keys')).toBe(fetchCount)
  })
})
