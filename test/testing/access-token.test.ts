// A test with a misspelt claim must not pass for the wrong reason.

import { describe, expect, it } from 'vitest'
import { accessToken } from '../../src/testing/index.ts'

describe('accessToken', () => {
  it('has what it is given, and the rest made up', () => {
    const expiresAt = new Date()
    const claims = { scopes: ['orders:*', '*'], subject: 's', clientId: 'c', sessionId: 'i', expiresAt }
    expect(accessToken(claims)).toMatchObject(claims)
    expect(accessToken()).toMatchObject({ subject: 'usr_test', scopes: [] })
  })

  it.each([
    [{ scope: ['a'] }, '"scope" is no claim'],
    [{ scopes: 'a b' }, '"scopes" must be a list'],
    [{ scopes: ['a b'] }, '"scopes" has a member that is no scope'],
    [{ scopes: ['a:{id}'] }, '"scopes" has a member that is no scope'],
    [{ scopes: [1] }, '"scopes" has a member that is no scope'],
  ])('refuses %j', (claims, message) => {
    expect(() => accessToken(claims as never)).toThrow(new RegExp(`^${message}`))
  })
})
