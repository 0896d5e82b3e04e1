import { describe, expect, it } from 'vitest'
import { createCredentials } from '../../src/authorization-server/credentials.ts'
import { issueDeviceToken, readDeviceToken } from '../../src/authorization-server/device-token.ts'

const rootSecret = Buffer.from('a root secret for tests only, 0123456789 abcdefghij')
const anotherSecret = Buffer.from('another root secret, 0123456789 abcdefghijklmnopqrst')
const credentials = createCredentials(rootSecret)
const issuedAt = new Date('2026-05-01T12:00:00.000Z')
const later = (days: number, seconds = 0) => new Date(issuedAt.getTime() + days * 86_400_000 + seconds * 1000)
const token = issueDeviceToken(credentials, 'usr_1', issuedAt)
const read = (text: string, userId = 'usr_1', now = issuedAt) => readDeviceToken(credentials, { token: text, userId, now })

describe('a device token', () => {
  it('is opaque, has an id of its own, and gives it back', () => {
    const other = issueDeviceToken(credentials, 'usr_1', issuedAt)
    expect(token).toMatch(/^fgd_[\w-]{73}$/)
    expect(read(token)).toMatch(/^[0-9a-f]{32}$/)
    expect(read(other)).toMatch(/^[0-9a-f]{32}$/)
    expect(read(other)).not.toBe(read(token))
  })

  it('is known for 180 days', () => {
    expect(read(token, 'usr_1', later(180, -1))).toBe(read(token))
    expect(read(token, 'usr_1', later(180))).toBeUndefined()
  })

  it("is nobody else's", () => {
    for (const userId of ['usr_2', '', 'usr_1 ']) expect(read(token, userId)).toBeUndefined()
  })

  it('is of one root secret, and known to those who still know that one', () => {
    const others = createCredentials(anotherSecret)
    const shown = { token, userId: 'usr_1', now: issuedAt }
    expect(readDeviceToken(others, shown)).toBeUndefined()
    expect(readDeviceToken(createCredentials(anotherSecret, [rootSecret]), shown)).toBe(read(token))
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
