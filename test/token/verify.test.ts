import { describe, expect, it } from 'vitest'
import { UnauthenticatedError, type UnauthenticatedReason } from '../../src/errors.ts'
import { importPublicKey } from '../../src/token/public-key.ts'
import { signAccessToken } from '../../src/token/sign.ts'
import { generateSigningKey } from '../../src/token/signing-key.ts'
import { type VerifyOptions, verifyAccessToken } from '../../src/token/verify.ts'
import { claims, craft, craftClaims, now, options, payload, publicKey, secondsFromNow, signingKey } from './fixtures.ts'

const good = await signAccessToken(claims, signingKey)
const [, , body = '', footer = ''] = good.split('.')
const payloadText = JSON.stringify(payload)
const otherKey = await generateSigningKey()

/** Why the token is refused, or 'accepted'. */
async function outcome(
  token: string,
  changes: Partial<VerifyOptions> = {},
): Promise<UnauthenticatedReason | 'accepted' | unknown> {
  return verifyAccessToken(token, { ...options, ...changes }).then(
    () => 'accepted',
    (error: unknown) => (error instanceof UnauthenticatedError ? error.reason : error),
  )
}

function padded(text: string): string {
  return `${text}=`
}

/** The payload with one member written another way. */
function rewrite(from: string, to: string): string {
  expect(payloadText).toContain(from)
  return craft(payloadText.replace(from, to))
}

describe('verifyAccessToken', () => {
  it('gives what the token says, frozen and without a prototype', async () => {
    const token = await verifyAccessToken(good, options)
    expect(token).toEqual({ ...claims, keyId: publicKey.id })
    expect([Object.isFrozen(token), Object.isFrozen(token.scopes), Object.getPrototypeOf(token)]).toEqual([true, true, null])
  })

  it('leaves the session out when there is none, and ignores claims it does not know', async () => {
    const token = await verifyAccessToken(craftClaims({ sid: undefined, admin: true }), options)
    expect(Object.keys(token)).toEqual([
      'subject',
      'clientId',
      'tokenId',
      'issuer',
      'audience',
      'scopes',
      'issuedAt',
      'expiresAt',
      'keyId',
    ])
  })

  describe('the text', () => {
    const withoutFooter = craft(payloadText, { footer: '' })
    // The body's last character carries bits that no byte takes: another letter, the same bytes.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const restate = (text: string) => text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) ^ 1)

    it.each<[string, string, UnauthenticatedReason]>([
      ['is empty', '', 'MALFORMED'],
      ['is one word', 'token', 'MALFORMED'],
      ['has no footer', withoutFooter, 'MALFORMED'],
      ['has an empty footer', `v4.public.${body}.`, 'MALFORMED'],
      ['has an empty payload', `v4.public..${footer}`, 'MALFORMED'],
      ['has a fifth part', `${good}.`, 'MALFORMED'],
      ['has a fifth part that says something', `${good}.e30`, 'MALFORMED'],
      ['is relabelled v4.local', good.replace('v4.public', 'v4.local'), 'MALFORMED'],
      ['is relabelled v3.public', good.replace('v4.public', 'v3.public'), 'MALFORMED'],
      ['is relabelled v2.public', good.replace('v4.public', 'v2.public'), 'MALFORMED'],
      ['is relabelled in capitals', good.replace('v4.public', 'V4.PUBLIC'), 'MALFORMED'],
      ['has a blank in front', ` ${good}`, 'MALFORMED'],
      ['has a line end', `${good}\n`, 'MALFORMED'],
      ['has a line end inside', good.replace(body, `${body.slice(0, 20)}\n${body.slice(20)}`), 'MALFORMED'],
      ['has a NUL', `${good}\u0000`, 'MALFORMED'],
      ['still has its Bearer', `Bearer ${good}`, 'MALFORMED'],
      ['has a padded payload', good.replace(body, padded(body)), 'MALFORMED'],
      ['has a padded footer', padded(good), 'MALFORMED'],
      ['has stray bits at the end of the payload', good.replace(body, restate(body)), 'MALFORMED'],
      ['uses the other base64 alphabet', good.replace(body, Buffer.from(body, 'base64url').toString('base64')), 'MALFORMED'],
      ['lost its last character', good.slice(0, -1), 'MALFORMED'],
      [
        'lost a byte of its signature',
        good.replace(body, Buffer.from(body, 'base64url').subarray(0, -1).toString('base64url')),
        'BAD_SIGNATURE',
      ],
      ['has no more than a signature', `v4.public.${Buffer.alloc(64).toString('base64url')}.${footer}`, 'MALFORMED'],
      ['has less than a signature', `v4.public.${Buffer.alloc(12).toString('base64url')}.${footer}`, 'MALFORMED'],
      ['has its payload twice', good.replace(body, body + body), 'MALFORMED'],
      [
        'has its signature zeroed',
        good.replace(body, Buffer.concat([Buffer.from(payloadText), Buffer.alloc(64)]).toString('base64url')),
        'BAD_SIGNATURE',
      ],
    ])('is refused when it %s', async (_, token, reason) => {
      expect(token).not.toBe(good)
      expect(await outcome(token)).toBe(reason)
      expect(await outcome(good)).toBe('accepted')
    })

    it('is accepted at 4,096 characters and refused at one more, before any key is asked for', async () => {
      const fill = (length: number) => {
        for (let size = 2400; ; size++) {
          const token = craftClaims({ extra: 'x'.repeat(size) })
          if (token.length >= length) return token
        }
      }
      const longest = fill(4096)
      const longer = fill(4097)
      const asked: string[] = []
      const findKey = (keyId: string) => {
        asked.push(keyId)
        return publicKey
      }
      expect([longest.length, await outcome(longest, { findKey })]).toEqual([4096, 'accepted'])
      expect([longer.length > 4096, await outcome(longer, { findKey })]).toEqual([true, 'MALFORMED'])
      expect(asked).toEqual([publicKey.id])
    })

    it('is refused when it is no text at all', async () => {
      for (const value of [undefined, null, 7, {}, [good]]) expect(await outcome(value as unknown as string)).toBe('MALFORMED')
    })
  })

  describe('the footer', () => {
    const id = signingKey.id
    it.each([
      ['is empty JSON', '{}'],
      ['is no JSON', 'kid'],
      ['holds a blank', `{"kid": "${id}"}`],
      ['holds a blank in front', ` {"kid":"${id}"}`],
      ['holds a blank at the end', `{"kid":"${id}"} `],
      ['names the key twice', `{"kid":"${id}","kid":"${id}"}`],
      ['says more', `{"kid":"${id}","alg":"none"}`],
      ['brings a key', `{"kid":"${id}","wpk":"k4.local-wrap.pie.AAAA"}`],
      ['names a prototype', `{"__proto__":{"kid":"${id}"}}`],
      ['is a list', `["${id}"]`],
      ['is a text', `"${id}"`],
      ['names a number', '{"kid":1}'],
      ['names a key of another kind', `{"kid":"${id.replace('pid', 'lid')}"}`],
      ['names a secret key', `{"kid":"${id.replace('pid', 'sid')}"}`],
      ['names a key of another version', `{"kid":"${id.replace('k4', 'k3')}"}`],
      ['escapes a letter', `{"kid":"\\u006b${id.slice(1)}"}`],
      ['names a longer id', `{"kid":"${id}A"}`],
      ['names a shorter id', `{"kid":"${id.slice(0, -1)}"}`],
      ['is over 256 bytes', `{"kid":"${id}"}${' '.repeat(256)}`],
      ['is not ASCII', `{"kid":"${id.slice(0, -1)}é"}`],
    ])('is refused when it %s', async (_, text) => {
      expect(await outcome(craft(payloadText, { footer: text }))).toBe('MALFORMED')
      expect(await outcome(craft(payloadText, { footer: `{"kid":"${id}"}` }))).toBe('accepted')
    })

    it('asks for no key when the token has another shape', async () => {
      const asked: string[] = []
      const findKey = (keyId: string) => void asked.push(keyId)
      for (const text of [
        `${good}.e30`,
        good.replace('v4', 'v3'),
        good.replace('public', 'local'),
        good.replace(body, padded(body)),
      ]) {
        expect(await outcome(text, { findKey })).toBe('MALFORMED')
      }
      expect(asked).toEqual([])
    })

    it('asks for exactly the key it names', async () => {
      const asked: string[] = []
      await outcome(good, { findKey: (keyId) => void asked.push(keyId) })
      expect(asked).toEqual([signingKey.id])
    })
  })

  describe('the key', () => {
    it('is refused when nobody knows it', async () => {
      expect(await outcome(good, { findKey: () => undefined })).toBe('UNKNOWN_KEY')
    })

    it('is refused when the answer is another key than the one named', async () => {
      const other = importPublicKey(otherKey.publicPaserk)
      expect(await outcome(good, { findKey: () => other })).toBe('UNKNOWN_KEY')
    })

    it('must have signed: a token that names one key and is signed by another is refused', async () => {
      const token = craft(payloadText, { key: otherKey, footer: `{"kid":"${signingKey.id}"}` })
      expect(await outcome(token)).toBe('BAD_SIGNATURE')
    })

    it('may come later', async () => {
      expect(await outcome(good, { findKey: async () => publicKey })).toBe('accepted')
    })

    it('throws on what its source throws: a failure is not an answer', async () => {
      const failure = new Error('key source is down')
      expect(await outcome(good, { findKey: () => Promise.reject(failure) })).toBe(failure)
    })

    it('signed it for another purpose: refused', async () => {
      expect(await outcome(craft(payloadText, { implicitAssertion: 'revocation-feed' }))).toBe('BAD_SIGNATURE')
    })
  })

  describe('the payload, though its signature holds', () => {
    it.each([
      ['is no JSON', craft('no json')],
      ['is a list', craft(`[${payloadText}]`)],
      ['is null', craft('null')],
      ['is a text', craft('"text"')],
      ['is not UTF-8', craft(Buffer.concat([Buffer.from(payloadText), Buffer.of(0xff)]))],
      ['has a byte order mark', craft(`\ufeff${payloadText}`)],
      ['has a blank', craft(`${payloadText} `)],
      ['gives a claim twice', rewrite('"sub":"usr_1"', '"sub":"usr_1","sub":"usr_1"')],
      ['gives a claim twice, the second escaped', rewrite('"sub":"usr_1"', '"sub":"usr_2","s\\u0075b":"usr_1"')],
      ['gives an unknown claim twice', rewrite('"sub"', '"x":1,"x":1,"sub"')],
      ['gives a name twice further down', rewrite('"sub"', '"x":{"y":1,"y":1},"sub"')],
      ['names __proto__', rewrite('"sub"', '"__proto__":{"admin":true},"sub"')],
      ['hides its subject in __proto__', rewrite('"sub":"usr_1"', '"__proto__":{"sub":"usr_1"}')],
      ['is another text of the same claims', rewrite('usr_1', '\\u0075sr_1')],
    ])('is refused when it %s', async (_, token) => {
      expect(await outcome(token)).toBe('MALFORMED')
      expect(await outcome(craft(payloadText))).toBe('accepted')
    })

    it.each(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'client_id', 'scope'])('is refused without %s', async (name) => {
      expect(await outcome(craftClaims({ [name]: undefined }))).toBe('MALFORMED')
    })

    it.each(
      ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'client_id', 'sid'].flatMap((name) =>
        [null, 7, true, '', [], ['usr_1'], {}].map((value) => [name, value] as const),
      ),
    )('is refused when %s is %j', async (name, value) => {
      expect(await outcome(craftClaims({ [name]: value }))).toBe('MALFORMED')
    })

    it.each([null, 7, {}, ' ', 'a  b', 'a ', 'a a', 'a b*', ['a b'], ['a', 7]])(
      'is refused whole when scope is %j',
      async (scope) => {
        expect(await outcome(craftClaims({ scope }))).toBe('MALFORMED')
      },
    )

    it.each<[unknown, string[]]>([
      ['', []],
      ['a b:*', ['a', 'b:*']],
      [
        ['a', 'b:*'],
        ['a', 'b:*'],
      ],
    ])('is read when scope is %j', async (scope, scopes) => {
      expect((await verifyAccessToken(craftClaims({ scope }), options)).scopes).toEqual(scopes)
    })

    it.each([
      '2030-01-02T03:09:05Z',
      '2030-01-02T03:09:05.6789Z',
      '2030-01-02T03:09:05.678+00:00',
      '2030-01-02T04:09:05.678+01:00',
      '2030-01-02 03:09:05.678Z',
      '2030-01-02T03:09:05.678z',
      '2030-02-30T03:09:05.678Z',
      '2030-01-02T03:09:60.678Z',
      '+002030-01-02T03:09:05.678Z',
      '1893553745678',
      'never',
    ])('is refused when exp is written %s', async (exp) => {
      expect(await outcome(craftClaims({ exp }))).toBe('MALFORMED')
    })
  })

  describe('issuer and audience', () => {
    it.each([
      'https://id.example/',
      'https://ID.example',
      'https://id.example ',
      'https://id.exampl',
      'https://id.example.evil',
      'null',
    ])('are compared exactly: %s', async (other) => {
      expect(await outcome(craftClaims({ iss: other }))).toBe('WRONG_ISSUER')
      expect(await outcome(good, { issuer: other })).toBe('WRONG_ISSUER')
      expect(await outcome(craftClaims({ aud: other }))).toBe('WRONG_AUDIENCE')
      expect(await outcome(good, { audience: other })).toBe('WRONG_AUDIENCE')
    })

    it('are told before the time: another issuer’s expired token is another issuer’s', async () => {
      expect(await outcome(craftClaims({ iss: 'other' }), { now: () => secondsFromNow(900) })).toBe('WRONG_ISSUER')
    })
  })

  describe('its life', () => {
    const at = (milliseconds: number) => ({ now: () => new Date(now.getTime() + milliseconds) })

    it('ends at exp, to the millisecond, whatever the tolerance', async () => {
      expect(await outcome(good, at(299_999))).toBe('accepted')
      expect(await outcome(good, at(300_000))).toBe('EXPIRED')
      expect(await outcome(good, { ...at(300_000), clockToleranceSeconds: 60 })).toBe('EXPIRED')
    })

    it('may begin 5 s ahead of our clock, by default', async () => {
      expect(await outcome(good, at(-5000))).toBe('accepted')
      expect(await outcome(good, at(-5001))).toBe('NOT_YET_VALID')
    })

    it('may begin as far ahead as the tolerance says', async () => {
      expect(await outcome(good, { ...at(0), clockToleranceSeconds: 0 })).toBe('accepted')
      expect(await outcome(good, { ...at(-1), clockToleranceSeconds: 0 })).toBe('NOT_YET_VALID')
      expect(await outcome(good, { ...at(-60_000), clockToleranceSeconds: 60 })).toBe('accepted')
    })

    it('counts nbf and iat apart', async () => {
      const later = secondsFromNow(6).toISOString()
      expect(await outcome(craftClaims({ nbf: later }))).toBe('NOT_YET_VALID')
      expect(await outcome(craftClaims({ iat: later }))).toBe('NOT_YET_VALID')
      expect(await outcome(craftClaims({ nbf: secondsFromNow(5).toISOString() }))).toBe('accepted')
      expect(await outcome(craftClaims({ iat: secondsFromNow(5).toISOString() }))).toBe('accepted')
    })

    it('is at most an hour', async () => {
      expect(await outcome(craftClaims({ exp: secondsFromNow(3600).toISOString() }))).toBe('accepted')
      expect(await outcome(craftClaims({ exp: secondsFromNow(3600.001).toISOString() }))).toBe('MALFORMED')
    })

    it('is more than nothing', async () => {
      expect(await outcome(craftClaims({ iat: payload.exp }), { clockToleranceSeconds: 900 })).toBe('MALFORMED')
      expect(await outcome(craftClaims({ iat: secondsFromNow(299.999).toISOString() }), { clockToleranceSeconds: 900 })).toBe(
        'accepted',
      )
    })

    it('is over when the clock or the tolerance is no number', async () => {
      expect(await outcome(good, { now: () => new Date(Number.NaN) })).toBe('NOT_YET_VALID')
      expect(await outcome(good, { clockToleranceSeconds: Number.NaN })).toBe('NOT_YET_VALID')
    })
  })

  it('echoes nothing of the token', async () => {
    for (const token of [good.slice(0, -1), rewrite('usr_1', 'usr_marked"'), craftClaims({ iss: 'marked' })]) {
      const error = await verifyAccessToken(token, options).catch((thrown: unknown) => thrown as Error)
      expect(error).toBeInstanceOf(Error)
      expect(JSON.stringify([String(error)])).not.toMatch(/marked|usr_|k4\.pid|v4\.public/)
    }
  })
})
