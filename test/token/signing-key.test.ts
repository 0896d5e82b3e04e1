import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { deriveKey } from '../../src/token/derive-key.ts'
import { wrapSecret } from '../../src/token/pie.ts'
import { generateSigningKey, importSigningKey, openSigningKey, sealSigningKey } from '../../src/token/signing-key.ts'
import { wrappedSecrets, wrongTag, wrongVersion } from './vectors.ts'

const wrappingKey = deriveKey(new Uint8Array(32).fill(7), 'signing-key-wrap')
const otherKey = deriveKey(new Uint8Array(32).fill(8), 'signing-key-wrap')
const hex = (text: string) => Buffer.from(text, 'hex')

describe('a sealed signing key', () => {
  it('opens to the same key', async () => {
    const key = await generateSigningKey()
    const { key: opened } = await openSigningKey(await sealSigningKey(key, wrappingKey), [wrappingKey])
    expect({ id: opened.id, publicPaserk: opened.publicPaserk }).toEqual({ id: key.id, publicPaserk: key.publicPaserk })
    expect(opened.native.equals(key.native)).toBe(true)
  })

  it('never looks the same twice', async () => {
    const key = await generateSigningKey()
    expect(await sealSigningKey(key, wrappingKey)).not.toBe(await sealSigningKey(key, wrappingKey))
  })

  it.each(wrappedSecrets)('agrees with the official vector $name, both ways', async ({ paserk, unwrapped, wrappingKey }) => {
    const { key: opened } = await openSigningKey(paserk, [hex(wrappingKey)])
    expect(opened.native.equals(importSigningKey(hex(unwrapped)).native)).toBe(true)
    const nonce = Buffer.from(paserk.split('.')[3] ?? '', 'base64url').subarray(32, 64)
    expect(wrapSecret(hex(unwrapped), hex(wrappingKey), nonce)).toBe(paserk)
  })

  it.each([
    ['with a wrong tag', wrongTag],
    ['of another version', wrongVersion],
  ])('is refused as in the official failing vector %s', async (_, paserk) => {
    await expect(openSigningKey(paserk, [hex(wrappedSecrets[0].wrappingKey)])).rejects.toThrow()
  })

  it('says so when the root secret is another one', async () => {
    const sealed = await sealSigningKey(await generateSigningKey(), wrappingKey)
    await expect(openSigningKey(sealed, [otherKey])).rejects.toThrow(/root secret does not fit/)
    await expect(openSigningKey(sealed, [])).rejects.toThrow(/FIELDGATE_SECRET.*FIELDGATE_PREVIOUS_SECRETS/)
  })

  it('opens under any of several root secrets, and tells whether it was the first', async () => {
    const key = await generateSigningKey()
    const sealed = await sealSigningKey(key, wrappingKey)
    for (const [keys, isCurrent] of [
      [[wrappingKey, otherKey], true],
      [[otherKey, wrappingKey], false],
    ] as const) {
      const opened = await openSigningKey(sealed, keys)
      expect([opened.key.id, opened.isCurrent]).toEqual([key.id, isCurrent])
    }
  })

  it('is refused with any byte changed', async () => {
    const sealed = await sealSigningKey(await generateSigningKey(), wrappingKey)
    const bytes = Buffer.from(sealed.split('.')[3] ?? '', 'base64url')
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
      await expect(openSigningKey(`k4.secret-wrap.pie.${changed.toString('base64url')}`, [wrappingKey])).rejects.toThrow(
        /root secret/,
      )
    }
  })

  it('is refused when it holds another key’s public half', async () => {
    const secret = Buffer.concat([
      hex(wrappedSecrets[0].unwrapped).subarray(0, 32),
      hex(wrappedSecrets[1].unwrapped).subarray(32),
    ])
    const sealed = wrapSecret(secret, wrappingKey, Buffer.alloc(32))
    await expect(openSigningKey(sealed, [wrappingKey])).rejects.toThrow(/public half/)
  })

  it.each([
    ['nothing', ''],
    ['the header alone', 'k4.secret-wrap.pie.'],
    ['a plain secret', 'k4.secret.AAAA'],
    ['a local key', `k4.local-wrap.pie.${'A'.repeat(171)}`],
    ['127 bytes', `k4.secret-wrap.pie.${Buffer.alloc(127).toString('base64url')}`],
    ['129 bytes', `k4.secret-wrap.pie.${Buffer.alloc(129).toString('base64url')}`],
    ['padding', `k4.secret-wrap.pie.${Buffer.alloc(128).toString('base64url')}=`],
  ])('is malformed when it is %s', async (_, sealed) => {
    await expect(openSigningKey(sealed, [wrappingKey])).rejects.toThrow(TypeError)
  })

  it('wants a wrapping key of 32 bytes', async () => {
    const key = await generateSigningKey()
    await expect(sealSigningKey(key, new Uint8Array(31))).rejects.toThrow(/wrappingKey/)
    await expect(openSigningKey(wrappedSecrets[0].paserk, [new Uint8Array(64)])).rejects.toThrow(/wrappingKey/)
  })

  it('shows nothing of the secret when printed', () => {
    const secret = hex(wrappedSecrets[1].unwrapped)
    const key = importSigningKey(secret)
    const printed = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)
    const seed = secret.subarray(0, 32)
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(printed).not.toContain(seed.toString(form).slice(0, 16))
  })
})

describe('deriveKey', () => {
  const rootSecret = new Uint8Array(32).fill(7)

  it('gives the same 32 bytes for the same secret and purpose', () => {
    expect(deriveKey(rootSecret, 'a')).toEqual(deriveKey(Uint8Array.from(rootSecret), 'a'))
    expect(deriveKey(rootSecret, 'a')).toHaveLength(32)
  })

  it('gives others for another purpose or another secret', () => {
    expect(deriveKey(rootSecret, 'a')).not.toEqual(deriveKey(rootSecret, 'b'))
    expect(deriveKey(rootSecret, 'a')).not.toEqual(deriveKey(new Uint8Array(33).fill(7), 'a'))
  })

  it('stays what it is, for what is sealed must open after an upgrade', () => {
    expect(Buffer.from(deriveKey(rootSecret, 'signing-key-wrap')).toString('hex')).toBe(
      // HKDF-SHA-512 written out in Python
      '0f0934aebeb966f1de8d068dcd9809dd08d0d2ab109388460c190e78edf191a8',
    )
  })

  it('refuses a short secret and an empty purpose', () => {
    expect(() => deriveKey(new Uint8Array(31), 'a')).toThrow(/rootSecret/)
    expect(() => deriveKey(rootSecret, '')).toThrow(/purpose/)
  })
})
