import { describe, expect, it } from 'vitest'
import { issueDeviceToken, readDeviceToken } from '../../../src/authorization-server/attempts/device-token.ts'
import { createCredentials } from '../../../src/authorization-server/credentials.ts'

const rootSecret = Buffer.from('a root secret for tests only, 0123456789 abcdefghij')
const anotherSecret = Buffer.from('another root secret, 0123456789 abcdefghijklmnopqrst')
const credentials = createCredentials(rootSecret)
const issuedAt = new Date('2026-05-01T12:00:00.000Z')
const later = (days: number, seconds = 0) => new Date(issuedAt.getTime() + days * 86_400_000 + seconds * 1000)
const token = issueDeviceToken(credentials, 'ada@example.com', issuedAt)
const read = (text: string, email = 'ada@example.com', now = issuedAt) =>
  readDeviceToken(credentials, { token: text, email, now })

describe('a device token', () => {
  it('is opaque, has an id of its own, and gives it back', () => {
    const other = issueDeviceToken(credentials, 'ada@example.com', issuedAt)
    expect(token).toMatch(/^fgd_[\w-]{73}$/)
    for (const text of [token, other])
      expect(read(text)).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), loggedInAt: issuedAt })
    expect(read(other)?.id).not.toBe(read(token)?.id)
  })

  it('tells the second of its making, rounded down', () => {
    const made = issueDeviceToken(credentials, 'ada@example.com', new Date(issuedAt.getTime() + 1_999))
    expect(read(made)?.loggedInAt).toEqual(later(0, 1))
  })

  it('is known for 180 days', () => {
    expect(read(token, 'ada@example.com', later(180, -1))).toEqual(read(token))
    expect(read(token, 'ada@example.com', later(180))).toBeUndefined()
  })

  it("is nobody else's", () => {
    for (const email of ['eve@example.com', '', 'ada@example.com ']) expect(read(token, email)).toBeUndefined()
  })

  it('is of one root secret, and known to those who still know that one', () => {
    const others = createCredentials(anotherSecret)
    const shown = { token, email: 'ada@example.com', now: issuedAt }
    expect(readDeviceToken(others, shown)).toBeUndefined()
    expect(readDeviceToken(createCredentials(anotherSecret, [rootSecret]), shown)).toEqual(read(token))
  })

  it('is none of ours once any character of it is another', () => {
    for (let index = 0; index < token.length; index++) {
      const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1)
      expect(read(changed)).toBeUndefined()
    }
  })

  it.each([
    ['empty', ''],
    ['shorter', token.slice(0, -1)],
    ['longer', `${token}A`],
    ['padded', `${token}=`],
    ['followed by a line break', `${token}\n`],
    ['of another kind', token.replace('fgd_', 'fgr_')],
  ])('is none of ours when it is %s', (_what, text) => {
    expect(read(text)).toBeUndefined()
  })
})
