// The feed as resource servers see it: signed pages, in order, at once, and none while nothing is known.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRevocationFeed, type RevocationFeed, type SignedPage } from '../../src/authorization-server/revocation-feed.ts'
import { InternalError } from '../../src/errors.ts'
import { importPublicKey } from '../../src/token/public-key.ts'
import { maxPageEntries, openRevocationPage, readPageKeyId } from '../../src/token/revocation-page.ts'
import { event } from '../store/records.ts'
import { openTestAuthority, type TestAuthority, testSettings } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { query } from '../support/sql.ts'

/** A place, whatever stands there. */
const at = (after: number) => ({ after, mark: null })

describe.each(engines)('the feed of revocations on %s', (engine) => {
  let server: TestAuthority
  let feed: RevocationFeed
  beforeEach(async () => {
    server = await openTestAuthority(engine)
    feed = createRevocationFeed(server.authority, { maxFollowers: 2 })
  })
  afterEach(async () => {
    feed.close()
    await server.stop()
  })

  it('has signed pages that say whose, when and what they are', async () => {
    await revoke('tok_1')
    const page = await open(await feed.readPage(at(0)))
    expect(page).toEqual({
      issuer: testSettings.issuer,
      issuedAt: server.clock.now(),
      from: 0,
      to: 1,
      mark: expect.stringMatching(/^[\w-]{22}$/),
      isLast: true,
      keySet: expect.stringMatching(/^[\w-]{43}$/),
      revocations: [{ kind: 'token', targetId: 'tok_1', revokedAt: server.clock.now(), expiresAt: inAnHour() }],
    })
  })

  it('begins anew for whoever has got further than the feed itself, as after a restored backup', async () => {
    await revoke('tok_1')
    expect(await open(await feed.readPage(at(1)))).toMatchObject({ from: 1, to: 1, revocations: [] })
    expect(await open(await feed.readPage(at(2)))).toMatchObject({ from: 0, to: 1, revocations: [{ targetId: 'tok_1' }] })
  })

  it('tells by the key set that a key is another', async () => {
    const { keySet } = await open(await feed.readPage(at(0)))
    expect((await open(await feed.readPage(at(0)))).keySet).toBe(keySet)
    await query(server.databaseUrl, "UPDATE signing_keys SET status = 'RETIRED' WHERE status = 'PENDING'")
    server.clock.advance(2)
    expect((await open(await feed.readPage(at(0)))).keySet).not.toBe(keySet)
  })

  it('comes page by page when there is much', async () => {
    await revokeMany(maxPageEntries + 3)
    const first = await open(await feed.readPage(at(0)))
    expect([first.revocations.length, first.to, first.isLast]).toEqual([maxPageEntries, maxPageEntries, false])
    const pages: SignedPage[] = []
    feed.follow(at(0), { send: async (page) => void pages.push(page), end: () => undefined })
    await vi.waitFor(() => expect(pages).toHaveLength(2))
    expect(pages.map(({ to, isLast }) => [to, isLast])).toEqual([
      [maxPageEntries, false],
      [maxPageEntries + 3, true],
    ])
  })

  it('sends what is revoked at once, and an empty page each second', async () => {
    const pages = follow(0)
    await vi.waitFor(() => expect(pages).toHaveLength(1))
    const begun = performance.now()
    await revoke('tok_1')
    await vi.waitFor(() => expect(pages.at(-1)?.to).toBe(1))
    expect(performance.now() - begun).toBeLessThan(900)
    const count = pages.length
    await vi.waitFor(() => expect(pages.length).toBeGreaterThan(count), { timeout: 3_000 })
    expect(await open(pages.at(-1) as SignedPage)).toMatchObject({ from: 1, to: 1, revocations: [] })
  })

  it('sends each follower what comes after its own place, each revocation once', async () => {
    await revoke('tok_1')
    const [early, late] = [follow(0), follow(1)]
    await vi.waitFor(() => expect([early.at(-1)?.to, late.at(-1)?.to]).toEqual([1, 1]))
    await Promise.all(Array.from({ length: 20 }, (_, index) => revoke(`tok_more_${index}`)))
    await vi.waitFor(() => expect([early.at(-1)?.to, late.at(-1)?.to]).toEqual([21, 21]))
    expect(await told(early)).toEqual(['tok_1', ...moreTokens])
    expect(await told(late)).toEqual(moreTokens)
  })

  it('serves no more followers than it can, ends each, and sends none a page after it has stopped', async () => {
    const ended: number[] = []
    const pages: SignedPage[] = []
    const stop = feed.follow(at(0), { send: async (page) => void pages.push(page), end: () => ended.push(1) })
    await vi.waitFor(() => expect(pages).toHaveLength(1))
    feed.follow(at(0), { send: async () => undefined, end: () => ended.push(2) })
    expect(feed.follow(at(0), { send: async () => undefined, end: () => ended.push(3) })).toBeUndefined()
    stop?.()
    expect(feed.follow(at(0), { send: async () => undefined, end: () => ended.push(4) })).toBeDefined()
    await revoke('tok_1')
    feed.close()
    expect(ended).toEqual([2, 4])
    expect(pages).toHaveLength(1)
  })

  it('sends nothing while the database does not answer, rather than that nothing is revoked', async () => {
    const silent = createRevocationFeed({
      ...server.authority,
      storage: { ...server.store, readRevocations: () => Promise.reject(new InternalError({ retryAfterSeconds: 1 })) },
    })
    const pages: SignedPage[] = []
    silent.follow(at(0), { send: async (page) => void pages.push(page), end: () => undefined })
    await expect(silent.readPage(at(0))).rejects.toThrow(InternalError)
    const others = follow(0)
    await vi.waitFor(() => expect(others).toHaveLength(2), { timeout: 3_000 })
    expect(pages).toEqual([])
    silent.close()
  })

  const moreTokens = Array.from({ length: 20 }, (_, index) => `tok_more_${index}`).sort()

  function follow(after: number): SignedPage[] {
    const pages: SignedPage[] = []
    feed.follow(at(after), { send: async (page) => void pages.push(page), end: () => undefined })
    return pages
  }

  async function open({ text }: SignedPage) {
    const keys = await server.authority.keyRing.listKeys()
    const record = keys.find(({ id }) => id === readPageKeyId(text))
    return openRevocationPage(text, importPublicKey(record?.publicKey ?? ''))
  }

  async function told(pages: readonly SignedPage[]): Promise<string[]> {
    const opened = await Promise.all(pages.map(open))
    return opened.flatMap(({ revocations }) => revocations.map(({ targetId }) => targetId)).sort()
  }

  function revoke(targetId: string): Promise<void> {
    const now = server.clock.now()
    return server.store.revoke({ kind: 'token', targetId, revokedAt: now, expiresAt: inAnHour() }, event('token.revoked'))
  }

  async function revokeMany(count: number): Promise<void> {
    const instant = engine === 'sqlite' ? "'2100-01-01T00:00:00.000+00:00'" : "'2100-01-01'"
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
    const columns = 'revocations (kind, "targetId", position, "revokedAt", "expiresAt")'
    const rows = `SELECT 'token', 'tok_' || i, i, ${instant}, ${instant} FROM n`
    await query(
      server.databaseUrl,
      engine === 'sqlite'
        ? `INSERT INTO ${columns} ${numbers} ${rows}`
        : `${numbers} INSERT INTO ${columns} ${rows.replace(/'2100-01-01'/g, "TIMESTAMP '2100-01-01'")}`,
    )
    await query(server.databaseUrl, `UPDATE sequences SET value = ${count} WHERE name = 'revocations'`)
  }

  function inAnHour(): Date {
    return new Date(server.clock.now().getTime() + 3_600_000)
  }
})
