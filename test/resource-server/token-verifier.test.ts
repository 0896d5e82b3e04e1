// Verification over real HTTP with real signatures: who is let in, who is told what, and what a failing issuer means.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createTokenVerifier,
  type Outage,
  type Revoked,
  type TokenVerifier,
  type TokenVerifierOptions,
} from '../../src/resource-server/index.ts'
import { generateSigningKey } from '../../src/token/signing-key.ts'
import { audience, type Issuer, publish, revoke, startIssuer } from './issuer.ts'

let issuer: Issuer
let elapsedSeconds: number
const verifiers: TokenVerifier[] = []
const now = () => new Date(Date.now() + elapsedSeconds * 1000)

beforeEach(async () => {
  elapsedSeconds = 0
  issuer = await startIssuer(now)
})
afterEach(async () => {
  await Promise.all(verifiers.splice(0).map((verifier) => verifier.close()))
  await issuer.close()
})

async function start(options: Partial<TokenVerifierOptions> = {}): Promise<TokenVerifier> {
  const verifier = await createTokenVerifier({ issuer: issuer.url, audience, now, ...options })
  verifiers.push(verifier)
  return verifier
}

const refusal = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', reason })

describe('authenticate', () => {
  it('is null without a header, or with a blank one', async () => {
    const verifier = await start()
    expect(await verifier.authenticate(undefined)).toBeNull()
    expect(await verifier.authenticate(' ')).toBeNull()
  })

  it('gives the verified token, whatever the case of "Bearer"', async () => {
    const verifier = await start()
    const token = await issuer.token({ scopes: ['a', 'b:*'] })
    expect(await verifier.authenticate(`bearer ${token}`)).toMatchObject({
      subject: 'usr_1',
      scopes: ['a', 'b:*'],
      keyId: issuer.key.id,
    })
  })

  it.each(['Basic eDp5', 'Bearer', 'Bearer a b', 'Bearer a, Bearer b', 'x', 'Bearer nonsense'])(
    'refuses "%s"',
    async (header) => {
      const verifier = await start()
      await expect(verifier.authenticate(header)).rejects.toEqual(refusal('MALFORMED'))
    },
  )
})

describe('verify', () => {
  it('asks the network nothing for a second token of a known key', async () => {
    const verifier = await start({ revocations: 'off' })
    await verifier.verify(await issuer.token())
    const requestCount = issuer.requests.length
    await verifier.verify(await issuer.token())
    expect(issuer.requests).toHaveLength(requestCount)
  })

  it('refuses an expired token, and another audience, also when it is remembered', async () => {
    const verifier = await start({ revocations: 'off' })
    const token = await issuer.token()
    await verifier.verify(token)
    elapsedSeconds = 301
    await expect(verifier.verify(token)).rejects.toEqual(refusal('EXPIRED'))
    await expect(verifier.verify(await issuer.token({ audience: 'https://other.test' }))).rejects.toEqual(
      refusal('WRONG_AUDIENCE'),
    )
  })

  it('learns of a new key, at most once in 30 seconds for all unknown ids', async () => {
    const verifier = await start({ revocations: 'off' })
    const next = await generateSigningKey()
    const later = await generateSigningKey()
    issuer.keys = { keys: [publish(issuer.key), publish(next)] }
    expect(await verifier.verify(await issuer.token({}, next))).toMatchObject({ keyId: next.id })

    issuer.keys = { keys: [publish(issuer.key), publish(next), publish(later)] }
    const token = await issuer.token({}, later)
    await expect(verifier.verify(token)).rejects.toEqual(refusal('UNKNOWN_KEY'))
    elapsedSeconds = 31
    expect(await verifier.verify(token)).toMatchObject({ keyId: later.id })

    const fetchCount = issuer.requests.filter((path) => path === '/keys').length
    const unknown = await issuer.token({}, await generateSigningKey())
    await Promise.allSettled(Array.from({ length: 20 }, () => verifier.verify(unknown)))
    expect(issuer.requests.filter((path) => path === '/keys')).toHaveLength(fetchCount)
  })

  it('keeps its keys when a refresh fails or brings bad data, until each expires', async () => {
    issuer.keys = { keys: [publish(issuer.key, { expiresAt: new Date(Date.now() + 1000_000).toISOString() })] }
    const verifier = await start({ revocations: 'off' })
    for (const bad of [
      undefined,
      {},
      '{',
      { keys: [publish(issuer.key, { status: 'FINE' })] },
      { keys: [publish(issuer.key, { id: 'k4.pid.x' })] },
    ]) {
      issuer.keys = bad
      elapsedSeconds += 100
      expect(await verifier.verify(await issuer.token())).toMatchObject({ keyId: issuer.key.id })
    }
    elapsedSeconds = 1001
    await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('UNKNOWN_KEY'))
  })

  it('lets a key that a refresh does not bring back, or brings back revoked, die with its remembered tokens', async () => {
    const verifier = await start({ revocations: 'off' })
    const token = await issuer.token()
    await verifier.verify(token)
    issuer.keys = { keys: [publish(issuer.key, { status: 'REVOKED' })] }
    elapsedSeconds = 299
    expect(await verifier.verify(token)).toBeDefined()

    const later = await issuer.token()
    await verifier.verify(later)
    elapsedSeconds = 301
    // The first to come after five minutes waits for the keys, and those who come meanwhile wait with it.
    const [fresh, remembered] = [await issuer.token(), later]
    const outcomes = await Promise.allSettled([remembered, fresh, remembered].map((each) => verifier.verify(each)))
    expect(outcomes).toEqual(Array(3).fill({ status: 'rejected', reason: refusal('UNKNOWN_KEY') }))
  })

  it('lets tokens wait for keys older than five minutes once, and not for the tries that follow one that failed', async () => {
    const stalled: ((response: Response) => void)[] = []
    let isStalling = false
    const stalling: typeof fetch = (...request) => {
      if (!isStalling) return fetch(...request)
      return new Promise((resolve) => {
        stalled.push(resolve)
      })
    }
    const verifier = await start({ revocations: 'off', fetch: stalling })
    isStalling = true
    elapsedSeconds = 301
    let isAnswered = false
    const first = verifier.verify(await issuer.token()).finally(() => {
      isAnswered = true
    })
    await vi.waitFor(() => expect(stalled).toHaveLength(1))
    expect(isAnswered).toBe(false)
    stalled[0]?.(new Response(null, { status: 503 }))
    expect(await first).toMatchObject({ keyId: issuer.key.id })
    elapsedSeconds = 332
    expect(await verifier.verify(await issuer.token())).toMatchObject({ keyId: issuer.key.id })
    await vi.waitFor(() => expect(stalled).toHaveLength(2))
    stalled[1]?.(new Response(null, { status: 503 }))
  })
})

describe('revocations', () => {
  it.each([
    ['token', 'tok_1', { tokenId: 'tok_1' }],
    ['session', 'ses_1', { sessionId: 'ses_1' }],
    ['user', 'usr_1', { subject: 'usr_1' }],
    ['client', 'app_1', { clientId: 'app_1' }],
  ] as const)('refuse a token of a revoked %s within a second and tell listeners', async (kind, targetId, told) => {
    const verifier = await start()
    const heard: Revoked[] = []
    verifier.onRevoked((revoked) => heard.push(revoked))
    const token = await issuer.token()
    await verifier.verify(token)
    issuer.revocations = [revoke(kind, targetId)]
    await vi.waitFor(() => expect(verifier.verify(token)).rejects.toEqual(refusal('REVOKED')), { timeout: 1000 })
    expect(heard).toEqual([told])
  })

  it('spare other sessions, and tokens issued to the user afterwards', async () => {
    issuer.revocations = [revoke('session', 'ses_2'), revoke('user', 'usr_1', new Date(Date.now() - 1000))]
    const verifier = await start()
    expect(await verifier.verify(await issuer.token())).toBeDefined()
    await expect(verifier.verify(await issuer.token({ sessionId: 'ses_2' }))).rejects.toEqual(refusal('REVOKED'))
  })

  it('kill every token of a revoked key', async () => {
    issuer.revocations = [revoke('key', issuer.key.id)]
    await expect((await start()).verify(await issuer.token())).rejects.toEqual(refusal('REVOKED'))
  })

  it('that cannot be read are no answer: the old ones hold, and grow stale', async () => {
    issuer.revocations = [revoke('session', 'ses_2')]
    const verifier = await start()
    issuer.revocations = [...issuer.revocations, { ...revoke('session', 'ses_3'), kind: 'planet' as never }]
    const requestCount = issuer.requests.length
    await vi.waitFor(() => expect(issuer.requests.length).toBeGreaterThan(requestCount + 1), { timeout: 4000 })
    await expect(verifier.verify(await issuer.token({ sessionId: 'ses_2' }))).rejects.toEqual(refusal('REVOKED'))
    elapsedSeconds = 31
    await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('STALE'))
  })

  it('stay known until their tokens have expired, even when a later answer leaves them out', async () => {
    issuer.revocations = [revoke('session', 'ses_1')]
    const verifier = await start()
    const token = await issuer.token()
    await expect(verifier.verify(token)).rejects.toEqual(refusal('REVOKED'))
    const heard: Revoked[] = []
    verifier.onRevoked((revoked) => heard.push(revoked))
    issuer.revocations = [revoke('session', 'ses_2')]
    await vi.waitFor(() => expect(heard).toEqual([{ sessionId: 'ses_2' }]))
    await expect(verifier.verify(token)).rejects.toEqual(refusal('REVOKED'))
  })

  it('that can no longer be known count as revoked for whoever asks between two requests', async () => {
    const verifier = await start()
    const verified = await verifier.verify(await issuer.token())
    expect(verifier.isRevoked(verified)).toBe(false)
    issuer.revocations = undefined
    elapsedSeconds = 31
    expect(verifier.isRevoked(verified)).toBe(true)
    elapsedSeconds = 0
    expect(verifier.isRevoked(verified)).toBe(false)
    await verifier.close()
    expect(verifier.isRevoked(verified)).toBe(true)
  })

  it('that were never heard of deny, unless the operator allows it', async () => {
    issuer.revocations = undefined
    await expect((await start()).verify(await issuer.token())).rejects.toEqual(refusal('STALE'))
    expect(await (await start({ onStale: 'allow' })).verify(await issuer.token())).toBeDefined()
  })
})

describe('outages', () => {
  it('of the revocations are told once, and their end once', async () => {
    const heard: Outage[] = []
    await start({ onOutage: (outage) => heard.push(outage) })
    issuer.revocations = undefined
    const requestCount = issuer.requests.length
    await vi.waitFor(() => expect(issuer.requests.length).toBeGreaterThan(requestCount + 2), { timeout: 4000 })
    issuer.revocations = []
    await vi.waitFor(() => expect(heard.at(-1)?.isOver).toBe(true), { timeout: 2000 })
    expect(heard).toEqual([
      { of: 'revocations', isOver: false, cause: expect.objectContaining({ message: expect.stringContaining('status 503') }) },
      { of: 'revocations', isOver: true },
    ])
  })

  it('of the keys are told once, and their end once, whatever the listener throws', async () => {
    const heard: object[] = []
    const onOutage = ({ of, isOver }: Outage) => {
      heard.push({ of, isOver })
      throw new Error('the log is full')
    }
    const verifier = await start({ revocations: 'off', onOutage })
    const keys = issuer.keys
    issuer.keys = undefined
    elapsedSeconds = 301
    await verifier.verify(await issuer.token())
    await vi.waitFor(() => expect(heard).toEqual([{ of: 'keys', isOver: false }]))
    issuer.keys = keys
    elapsedSeconds = 332
    await verifier.verify(await issuer.token())
    await vi.waitFor(() =>
      expect(heard).toEqual([
        { of: 'keys', isOver: false },
        { of: 'keys', isOver: true },
      ]),
    )
  })

  it('are none when the verifier is closed', async () => {
    const heard: Outage[] = []
    const verifier = await start({ onOutage: (outage) => heard.push(outage) })
    await verifier.close()
    await issuer.token()
    expect(heard).toEqual([])
  })
})

describe('createTokenVerifier', () => {
  it('names what is missing when it is called without options', async () => {
    await expect(createTokenVerifier(undefined as never)).rejects.toThrow(
      new TypeError('"options" must be an object with "issuer" and "audience".'),
    )
  })

  it('refuses an issuer that names itself otherwise', async () => {
    issuer.discovery = { ...issuer.discovery, issuer: `${issuer.url}/` }
    await expect(start()).rejects.toThrow('could not be used')
  })

  it('refuses to start without keys', async () => {
    issuer.keys = undefined
    await expect(start()).rejects.toThrow('status 503')
  })

  it.each([
    { issuer: 'nowhere' },
    { audience: '' },
    { maxStalenessSeconds: Number.NaN },
    { revocations: 'on' },
    { onStale: 'Deny' },
    { onOutage: 'log' },
  ])('names the senseless option in %o', async (options) => {
    await expect(start(options as Partial<TokenVerifierOptions>)).rejects.toThrow(TypeError)
  })
})
