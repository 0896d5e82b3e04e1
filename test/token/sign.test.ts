import { describe, expect, it } from 'vitest'
import { signAccessToken } from '../../src/token/sign.ts'
import { verifyAccessToken } from '../../src/token/verify.ts'
import { claims, craft, now, options, payload, publicKey, secondsFromNow, signingKey } from './fixtures.ts'

describe('signAccessToken', () => {
  it('writes exactly these claims and this footer', async () => {
    expect(await signAccessToken(claims, signingKey)).toBe(craft(JSON.stringify(payload)))
  })

  it('leaves out the session of a client that acts for itself', async () => {
    const { sessionId: _, ...withoutSession } = claims
    const { sid: __, ...rest } = payload
    expect(await signAccessToken(withoutSession, signingKey)).toBe(craft(JSON.stringify(rest)))
  })

  it('writes what verifyAccessToken reads', async () => {
    const token = await verifyAccessToken(await signAccessToken(claims, signingKey), options)
    expect(token).toEqual({ ...claims, keyId: publicKey.id })
  })

  it('takes a life of exactly an hour', async () => {
    const token = await signAccessToken({ ...claims, expiresAt: secondsFromNow(3600) }, signingKey)
    expect((await verifyAccessToken(token, options)).expiresAt).toEqual(secondsFromNow(3600))
  })

  it.each([
    ['a life over an hour', { expiresAt: secondsFromNow(3600.001) }, /expiresAt/],
    ['a life of nothing', { expiresAt: now }, /expiresAt/],
    ['an end before its start', { expiresAt: secondsFromNow(-1) }, /expiresAt/],
    ['an end that is no instant', { expiresAt: new Date(Number.NaN) }, /expiresAt/],
    ['a start that is no instant', { issuedAt: new Date(Number.NaN) }, /expiresAt/],
    ['an empty subject', { subject: '' }, /subject/],
    ['an empty client', { clientId: '' }, /clientId/],
    ['an empty session', { sessionId: '' }, /sessionId/],
    ['an empty id', { tokenId: '' }, /tokenId/],
    ['an empty issuer', { issuer: '' }, /issuer/],
    ['an empty audience', { audience: '' }, /audience/],
    ['a scope with a blank', { scopes: ['orders read'] }, /scopes/],
    ['a scope twice', { scopes: ['orders', 'orders'] }, /scopes/],
    ['scopes past 4 KiB', { scopes: Array.from({ length: 400 }, (_, index) => `orders:n${index}`) }, /4096/],
  ])('refuses %s', async (_, changes, message) => {
    const signing = signAccessToken({ ...claims, ...changes }, signingKey)
    await expect(signing).rejects.toThrow(TypeError)
    await expect(signing).rejects.toThrow(message)
  })
})
