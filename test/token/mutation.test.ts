import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UnauthenticatedError } from '../../src/errors.ts'
import { importPublicKey } from '../../src/token/public-key.ts'
import { signAccessToken } from '../../src/token/sign.ts'
import { generateSigningKey } from '../../src/token/signing-key.ts'
import { verifyAccessToken } from '../../src/token/verify.ts'
import { counts, limitMs } from '../support/counts.ts'
import { claims, options, publicKey, signingKey } from './fixtures.ts'

const otherKey = await generateSigningKey()
const keys = new Map([publicKey, importPublicKey(otherKey.publicPaserk)].map((key) => [key.id, key]))
const known = { ...options, findKey: (keyId: string) => keys.get(keyId) }

/** Good tokens of two keys: whatever is cut out of one is still signed by someone known. */
const tokens = [
  await signAccessToken(claims, signingKey),
  await signAccessToken({ ...claims, subject: 'usr_2', scopes: ['*'] }, signingKey),
  await signAccessToken({ ...claims, tokenId: 'tok_2' }, otherKey),
]
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\u0000é'

const token = fc.constantFrom(...tokens)
const position = fc.nat(700)
const character = fc.constantFrom(...alphabet)
const part = (text: string, index: number) => text.split('.')[index] ?? ''

const mutated = fc.oneof(
  fc
    .tuple(token, position, character)
    .map(([text, at, other]) => text.slice(0, at % text.length) + other + text.slice((at % text.length) + 1)),
  fc.tuple(token, position, character).map(([text, at, other]) => text.slice(0, at) + other + text.slice(at)),
  fc
    .tuple(token, position, fc.integer({ min: 1, max: 80 }))
    .map(([text, at, count]) => text.slice(0, at) + text.slice(at + count)),
  fc.tuple(token, position).map(([text, at]) => text.slice(0, at)),
  fc.tuple(token, token, position).map(([a, b, at]) => a.slice(0, at) + b.slice(at)),
  fc.tuple(token, token, position, position).map(([a, b, at, other]) => a.slice(0, at) + b.slice(other)),
  fc.tuple(token, token).map(([a, b]) => `v4.public.${part(a, 2)}.${part(b, 3)}`),
  fc.tuple(token, token).map(([a, b]) => `v4.public.${part(a, 2).slice(0, -86)}${part(b, 2).slice(-86)}.${part(a, 3)}`),
  fc
    .tuple(token, fc.constantFrom('v1', 'v2', 'v3', 'v4', 'V4', 'v5', ''), fc.constantFrom('public', 'local', 'Public', ''))
    .map(([text, version, purpose]) => `${version}.${purpose}.${text.split('.').slice(2).join('.')}`),
  fc.tuple(token, fc.integer({ min: 2, max: 3 }), position, fc.nat(7)).map(([text, index, at, bit]) => {
    const bytes = Buffer.from(part(text, index), 'base64url')
    bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ (1 << bit), at % bytes.length)
    return text.split('.').with(index, bytes.toString('base64url')).join('.')
  }),
  fc.tuple(token, fc.constantFrom('=', '==', '.', '\n', ' ', '%00', '\u0000')).map(([text, end]) => text + end),
)

async function isAccepted(text: string): Promise<boolean> {
  return verifyAccessToken(text, known).then(
    () => true,
    (error: unknown) => {
      if (error instanceof UnauthenticatedError) return false
      throw error
    },
  )
}

describe('a mutated token', () => {
  it('is accepted unmutated', async () => {
    expect(await Promise.all(tokens.map(isAccepted))).toEqual([true, true, true])
  })

  it(
    `is refused, each of ${counts.mutatedTokens}`,
    async () => {
      let tried = 0
      await fc.assert(
        fc.asyncProperty(mutated, async (text) => {
          if (tokens.includes(text)) return
          tried++
          expect(await isAccepted(text)).toBe(false)
        }),
        // Some come out as they were.
        { numRuns: Math.ceil(counts.mutatedTokens * 1.35) },
      )
      expect(tried).toBeGreaterThan(counts.mutatedTokens)
    },
    limitMs(counts.mutatedTokens, 0.003),
  )

  it('is refused with any one character changed to its neighbour, at each place', async () => {
    const [text = ''] = tokens
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)
      expect(await isAccepted(changed)).toBe(false)
    }
  })

  it('is refused at each shorter length', async () => {
    const [text = ''] = tokens
    for (let length = 0; length < text.length; length++) expect(await isAccepted(text.slice(0, length))).toBe(false)
  })
})
