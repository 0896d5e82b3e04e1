import { describe, expect, it } from 'vitest'
import { assertAcceptableHash } from '../../src/authorization-server/password-hash.ts'

const salt = Buffer.alloc(16, 7).toString('base64').replace(/=/g, '')
const tag = Buffer.alloc(32, 9).toString('base64').replace(/=/g, '')
const make = ({ m = '19456', t = '2', p = '1', s = salt, h = tag, head = '$argon2id$v=19' } = {}) =>
  `${head}$m=${m},t=${t},p=${p}$${s}$${h}`
const bytes = (count: number) => Buffer.alloc(count, 1).toString('base64').replace(/=/g, '')
const check = (hash: string) => () => assertAcceptableHash('passwordHash', hash)

describe('a hash from elsewhere', () => {
  it.each([
    [{}],
    [{ m: '4096' }],
    [{ m: '262144', t: '2' }],
    [{ m: '4096', t: '10' }],
    [{ p: '16' }],
    [{ s: bytes(8), h: bytes(16) }],
    [{ s: bytes(48), h: bytes(64) }],
  ])('is kept with %j', (traits) => {
    expect(check(make(traits))).not.toThrow()
  })

  it.each([
    [{ m: '4095' }],
    [{ m: '262145', t: '1' }],
    [{ m: '262144', t: '3' }],
    [{ t: '0' }],
    [{ t: '11', m: '4096' }],
    [{ p: '0' }],
    [{ p: '17' }],
    [{ m: '999999999' }],
    [{ m: '9999999999' }],
    [{ m: '-1' }],
    [{ m: '1e9' }],
    [{ s: bytes(7) }],
    [{ s: bytes(49) }],
    [{ h: bytes(15) }],
    [{ h: bytes(65) }],
    [{ s: `${salt}==` }],
    [{ s: `${salt.slice(0, -1)}x` }],
    [{ head: '$argon2i$v=19' }],
    [{ head: '$argon2d$v=19' }],
    [{ head: '$argon2id$v=16' }],
    [{ head: '$argon2id' }],
    [{ p: '1,keyid=AAAA' }],
  ])('is refused with %j', (traits) => {
    expect(check(make(traits))).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field: 'passwordHash' } }),
    )
  })

  it.each(['', 'secret', '$2b$10$abcdefghijklmnopqrstuv', `${make()}\n`, ` ${make()}`])(
    'is refused when it is none: %j',
    (text) => {
      expect(check(text)).toThrow('PHC form')
    },
  )
})
