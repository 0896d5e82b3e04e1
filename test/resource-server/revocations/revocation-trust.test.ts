// Which pages of revocations are believed. What is refused changes nothing, is told, and lets the feed grow stale.

import { describe, expect, it, vi } from 'vitest'
import type { RevocationPage } from '../../../src/token/revocation-page.ts'
import { signRevocationPage } from '../../../src/token/sign-revocation-page.ts'
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

/** Serves pages that are made otherwise, and expects that none is believed. */
async function expectRefusal(cause: string, sign: (page: RevocationPage) => Promise<string> | string): Promise<void> {
  const { issuer } = feed
  const verifier = await feed.start()
  const honest = issuer.feed.sign
  issuer.feed.sign = sign
  issuer.revocations = [revoke('session', 'ses_1')]
  await vi.waitFor(() => expect(feed.outages).toEqual([failure(cause)]), { timeout: 5_000 })
  expect(await verifier.verify(await issuer.token())).toBeDefined()
  expect(feed.revoked).toEqual([])
  feed.elapsedSeconds += 31
  await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('STALE'))

  issuer.feed.sign = honest
  await vi.waitFor(() => expect(feed.outages.at(-1)).toEqual(recovery), { timeout: 3_000 })
  await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('REVOKED'))
}

describe('a page is refused when it', () => {
  it("is signed by a key that is not the issuer's", async () => {
    const stranger = await generateSigningKey()
    await expectRefusal("not one of the issuer's", (page) => signRevocationPage(page, stranger))
  })

  it("is signed by another key in the name of the issuer's", async () => {
    const stranger = await generateSigningKey()
    await expectRefusal('not signed', (page) => signRevocationPage(page, { ...stranger, id: feed.issuer.key.id }))
  })

  it('is an access token', () => expectRefusal('not signed', () => feed.issuer.token()))

  it('was changed on the way', async () => {
    const { sign } = feed.issuer.feed
    await expectRefusal('malformed', async (page) => (await sign(page)).replace('v4.public.', 'v4.public.A'))
  })

  it("is another issuer's", async () => {
    const { sign } = feed.issuer.feed
    await expectRefusal("another issuer's", (page) => sign({ ...page, issuer: `${page.issuer}/` }))
  })

  it.each([-36, 36])('is dated %i seconds from here', async (seconds) => {
    const { sign } = feed.issuer.feed
    await expectRefusal('seconds off', (page) => sign({ ...page, issuedAt: new Date(page.issuedAt.getTime() + seconds * 1000) }))
  })

  it('is older than the last one', async () => {
    const { sign } = feed.issuer.feed
    await expectRefusal('older than', (page) => sign({ ...page, issuedAt: new Date(page.issuedAt.getTime() - 20_000) }))
  })

  it('leads nowhere', async () => {
    const { sign } = feed.issuer.feed
    await expectRefusal('nowhere', (page) => sign({ ...page, to: page.from, isLast: false, revocations: [] }))
  })

  it('was there before, again and again', async () => {
    const { sign } = feed.issuer.feed
    let seen: string | undefined
    feed.issuer.feed.sign = async (page) => (seen = await sign(page))
    await expectRefusal('again and again', async () => seen ?? '')
  })
})

describe('a page is taken when it', () => {
  it.each([-34, 34])('is dated %i seconds from here', async (seconds) => {
    const { sign } = feed.issuer.feed
    feed.issuer.feed.sign = (page) => sign({ ...page, issuedAt: new Date(page.issuedAt.getTime() + seconds * 1000) })
    const verifier = await feed.start()
    expect(await verifier.verify(await feed.issuer.token())).toBeDefined()
    expect(feed.outages).toEqual([])
  })

  it('is signed by a key that is new, also when strangers have used up what unknown keys of tokens may cost', async () => {
    const { issuer } = feed
    const verifier = await feed.start()
    await vi.waitFor(() => expect(feed.countRequests('/keys')).toBe(2))
    const next = await generateSigningKey()
    await expect(verifier.verify(await issuer.token({}, await generateSigningKey()))).rejects.toEqual(refusal('UNKNOWN_KEY'))
    await expect(verifier.verify(await issuer.token({}, next))).rejects.toEqual(refusal('UNKNOWN_KEY'))
    expect(feed.countRequests('/keys')).toBe(3)

    issuer.feed.sign = (page) => signRevocationPage({ ...page, keySet: 'the same' }, next)
    issuer.keys = { keys: [publish(issuer.key), publish(next)] }
    issuer.revocations = [revoke('session', 'ses_1')]
    await vi.waitFor(() => expect(feed.revoked).toHaveLength(1), { timeout: 3_000 })
  })
})

describe('keys of pages', () => {
  it('that are unknown cost at most one fetch a second', async () => {
    const { issuer } = feed
    const stranger = await generateSigningKey()
    await feed.start()
    await vi.waitFor(() => expect(feed.countRequests('/keys')).toBe(2))
    issuer.feed.sign = (page) => signRevocationPage(page, stranger)
    const before = { keys: feed.countRequests('/keys'), pages: feed.countRequests('/revocations') }
    const startedAt = Date.now()
    await vi.waitFor(() => expect(feed.countRequests('/revocations')).toBeGreaterThanOrEqual(before.pages + 4), {
      timeout: 6_000,
    })
    const seconds = (Date.now() - startedAt) / 1000
    expect(feed.countRequests('/keys') - before.keys).toBeLessThanOrEqual(Math.floor(seconds) + 1)
  })

  it('are believed no longer once a page has told them dead', async () => {
    const { issuer } = feed
    const next = await generateSigningKey()
    issuer.keys = { keys: [publish(issuer.key), publish(next)] }
    await feed.start()
    issuer.revocations = [revoke('key', issuer.key.id)]
    await vi.waitFor(() => expect(feed.outages).toEqual([failure("not one of the issuer's")]), { timeout: 3_000 })
    issuer.feed.sign = (page) => signRevocationPage(page, next)
    await vi.waitFor(() => expect(feed.outages.at(-1)).toEqual(recovery), { timeout: 3_000 })
  })
})

describe('age', () => {
  it('denies past the bound and not before it, when the issuer is gone', async () => {
    const { issuer } = feed
    const verifier = await feed.start({ maxStalenessSeconds: 60 })
    issuer.revocations = undefined
    feed.elapsedSeconds = 59
    expect(await verifier.verify(await issuer.token())).toBeDefined()
    feed.elapsedSeconds = 61
    await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('STALE'))
  })

  it('ends with the next page', async () => {
    const { issuer } = feed
    const verifier = await feed.start()
    feed.elapsedSeconds = 31
    await vi.waitFor(async () => expect(await verifier.verify(await issuer.token())).toBeDefined())
  })
})

describe('an access token', () => {
  it('is never a page', async () => {
    const { issuer } = feed
    const verifier = await feed.start()
    const page = await issuer.feed.sign({
      ...issuer.feed.log.readPage(0, 1),
      issuer: issuer.url,
      issuedAt: new Date(),
      keySet: '',
    })
    await expect(verifier.verify(page)).rejects.toEqual(refusal('BAD_SIGNATURE'))
    expect(await verifier.verify(await issuer.token())).toBeDefined()
  })
})
