import { describe, expect, it } from 'vitest'
import type { AccessToken } from '../../src/token/access-token.ts'
import { createVerifiedTokenCache } from '../../src/token/verified-tokens.ts'
import { claims, secondsFromNow } from './fixtures.ts'

function verified(tokenId: string, lifetimeSeconds = 300): AccessToken {
  return { ...claims, tokenId, keyId: 'k4.pid.x', expiresAt: secondsFromNow(lifetimeSeconds) }
}

function createCache(maxEntries = 10) {
  const clock = { seconds: 0 }
  return { clock, cache: createVerifiedTokenCache({ maxEntries, now: () => secondsFromNow(clock.seconds) }) }
}

describe('the cache of verified tokens', () => {
  it('gives back what was verified, for that text alone', () => {
    const { cache } = createCache()
    const token = verified('a')
    cache.set('text-a', token)
    expect(cache.get('text-a')).toBe(token)
    expect([cache.get('text-b'), cache.get('text-a '), cache.get('')]).toEqual([undefined, undefined, undefined])
  })

  it('ends with the token, to the millisecond', () => {
    const { cache, clock } = createCache()
    cache.set('text-a', verified('a'))
    clock.seconds = 299.999
    expect(cache.get('text-a')).toBeDefined()
    clock.seconds = 300
    expect(cache.get('text-a')).toBeUndefined()
    clock.seconds = 0
    expect(cache.get('text-a')).toBeUndefined()
  })

  it('is not kept alive by changing the token’s own date', () => {
    const { cache, clock } = createCache()
    const token = verified('a')
    cache.set('text-a', token)
    token.expiresAt.setFullYear(2040)
    clock.seconds = 300
    expect(cache.get('text-a')).toBeUndefined()
  })

  it('does not take a token that has expired already', () => {
    const { cache, clock } = createCache()
    clock.seconds = 300
    cache.set('text-a', verified('a'))
    clock.seconds = 0
    expect(cache.get('text-a')).toBeUndefined()
  })

  it('forgets what the predicate picks, and only that', () => {
    const { cache } = createCache()
    for (const id of ['a', 'b', 'c']) cache.set(`text-${id}`, verified(id))
    cache.forget(({ tokenId }) => tokenId !== 'b')
    expect(['a', 'b', 'c'].map((id) => cache.get(`text-${id}`)?.tokenId)).toEqual([undefined, 'b', undefined])
  })

  it('lets go of the one used longest ago', () => {
    const { cache } = createCache(3)
    for (const id of ['a', 'b', 'c']) cache.set(`text-${id}`, verified(id))
    cache.get('text-a')
    cache.set('text-d', verified('d'))
    expect(['a', 'b', 'c', 'd'].map((id) => cache.get(`text-${id}`)?.tokenId)).toEqual(['a', undefined, 'c', 'd'])
  })

  it('takes a new one in even when all others are in use', () => {
    const { cache } = createCache(3)
    for (const id of ['a', 'b', 'c']) cache.set(`text-${id}`, verified(id))
    for (const id of ['a', 'b', 'c']) cache.get(`text-${id}`)
    cache.set('text-d', verified('d'))
    expect(['a', 'b', 'c', 'd'].map((id) => cache.get(`text-${id}`)?.tokenId)).toEqual([undefined, 'b', 'c', 'd'])
  })

  it('counts a text set again once', () => {
    const { cache } = createCache(2)
    for (const id of ['a', 'b', 'b', 'b']) cache.set(`text-${id}`, verified(id))
    expect([cache.get('text-a')?.tokenId, cache.get('text-b')?.tokenId]).toEqual(['a', 'b'])
  })

  it('spends nothing on a text over 4 KiB', () => {
    const { cache } = createCache()
    const long = 'x'.repeat(4097)
    cache.set(long, verified('a'))
    expect(cache.get(long)).toBeUndefined()
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses to hold %s entries', (maxEntries) => {
    expect(() => createCache(maxEntries)).toThrow(/maxEntries/)
  })
})
