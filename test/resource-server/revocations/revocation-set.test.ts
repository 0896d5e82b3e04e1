// The set of revoked ids against a plain Map, and what a million of them cost.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../../src/authorization-server/identifiers.ts'
import { IdTable } from '../../../src/resource-server/revocations/id-table.ts'
import { createPageIntake } from '../../../src/resource-server/revocations/page-intake.ts'
import { RevocationSet } from '../../../src/resource-server/revocations/revocation-set.ts'
import { RevokedIds } from '../../../src/resource-server/revocations/revoked-ids.ts'
import { openTrustedPage } from '../../../src/resource-server/revocations/trusted-page.ts'
import { accessToken } from '../../../src/testing/access-token.ts'
import { importPublicKey } from '../../../src/token/public-key.ts'
import { maxPageEntries } from '../../../src/token/revocation-page.ts'
import { signRevocationPage } from '../../../src/token/sign-revocation-page.ts'
import { generateSigningKey } from '../../../src/token/signing-key.ts'
import { revoke } from '../issuer.ts'

const now = new Date('2026-07-01T12:00:00.123Z')

/** Few last bits, so that ids meet in the table; and neighbours that differ in one place, or in form. */
const ids = fc.oneof(
  fc
    .tuple(fc.constantFrom('ses', 'usr', 'tok'), fc.constantFrom('0', '1', 'f'), fc.constantFrom('0', '1'), fc.nat(40))
    .map(([prefix, a, b, last]) => {
      return `${prefix}_${a}1234567-89ab-7cd${b}-8${a}12-3456${String(last).padStart(8, '0')}`
    }),
  fc.constantFrom('ses_1', 'SES_01234567-89ab-7cd0-8012-345600000000', 'ses_01234567-89AB-7cd0-8012-345600000000', 'k4.pid.x'),
)
const entries = fc.array(fc.record({ id: ids, revokedAt: fc.nat(5_000), lifeMs: fc.integer({ min: 1, max: 9_000 }) }), {
  maxLength: 400,
  size: 'max',
})
const start = now.getTime()

describe('revoked ids', () => {
  it('are those that a Map would hold, at the same instants', () => {
    fc.assert(
      fc.property(entries, fc.array(ids), (all, others) => {
        const [revoked, table] = [new RevokedIds(), new IdTable()]
        const map = new Map<string, number>()
        const tabled = new Set<string>()
        for (const { id, revokedAt, lifeMs } of all) {
          const span = { revokedAt: start + revokedAt, expiresAt: start + lifeMs }
          revoked.add(id, span, start)
          if (table.add(id, { ...span, now: start })) tabled.add(id)
          map.set(id, Math.max(span.revokedAt, map.get(id) ?? 0))
        }
        for (const id of [...map.keys(), ...others]) {
          expect([id, revoked.find(id)]).toEqual([id, map.get(id)])
          expect([id, table.find(id)]).toEqual([id, tabled.has(id) ? map.get(id) : undefined])
        }
        expect([revoked.size, table.size]).toEqual([map.size, tabled.size])
      }),
    )
  })

  it('stay while their tokens live, and leave then', () => {
    fc.assert(
      fc.property(entries, fc.nat(9_000), (all, passedMs) => {
        const [revoked, table] = [new RevokedIds(), new IdTable()]
        const alive = new Set<string>()
        for (const { id, revokedAt, lifeMs } of all) {
          const span = { revokedAt: start + revokedAt, expiresAt: start + lifeMs }
          revoked.add(id, span, start)
          table.add(id, { ...span, now: start })
          if (lifeMs > passedMs) alive.add(id)
        }
        sweep(revoked, start + passedMs)
        table.dropExpired(start + passedMs)
        for (const id of alive) expect([id, revoked.find(id)]).toEqual([id, expect.any(Number)])
        for (const id of [...alive].filter(isTabled)) expect([id, table.find(id)]).toEqual([id, expect.any(Number)])
        sweep(revoked, start + 10_000)
        table.dropExpired(start + 10_000)
        expect([revoked.size, table.size]).toEqual([0, 0])
      }),
    )
  })

  it('keep the later of two instants, to the millisecond', () => {
    const id = newId('ses', now)
    const revoked = new RevokedIds()
    for (const revokedAt of [5_001, 5_999, 5_998, 7_000, 6_999])
      revoked.add(id, { revokedAt, expiresAt: now.getTime() + 1 }, now.getTime())
    expect([revoked.find(id), revoked.size]).toEqual([7_000, 1])
  })

  it('that have expired do not add up', () => {
    const revoked = new RevokedIds()
    let time = now.getTime()
    let maxSize = 0
    for (let index = 0; index < 20_000; index += 1) {
      time += 1
      revoked.add(newId('tok', new Date(time)), { revokedAt: time, expiresAt: time + 1_000 }, time)
      maxSize = Math.max(maxSize, revoked.size)
    }
    expect(maxSize).toBeLessThan(10_000)
  })
})

describe('revocations', () => {
  it.each(['', 'a plain id'])('hit a token by its own id or one it came of %s', (plain) => {
    const [parent, child, grandchild] = ['tok', 'tok', 'tok'].map((prefix) =>
      plain ? `${prefix}_${Math.random()}`.replace('.', '') : newId('tok', now),
    )
    const set = new RevocationSet()
    set.add(revoke('token', `${parent}.${child}`, now), now)
    const hits = (tokenId: string) => set.hits({ ...accessToken(), tokenId })
    expect([hits(`${parent}.${child}`), hits(`${parent}.${child}.${grandchild}`)]).toEqual([true, true])
    expect([hits(`${parent}`), hits(`${child}`), hits(`${parent}.${grandchild}`)]).toEqual([false, false, false])
    set.add(revoke('token', `${parent}`, now), now)
    expect([hits(`${parent}`), hits(`${parent}.${grandchild}`), hits(`${child}`)]).toEqual([true, true, false])
  })

  it.each(['user', 'client'] as const)('hit what was issued to a %s up to that millisecond', (kind) => {
    const id = newId(kind === 'user' ? 'usr' : 'cli', now)
    const set = new RevocationSet()
    set.add(revoke(kind, id, now), now)
    const hits = (ms: number) => {
      const issuedAt = new Date(now.getTime() + ms)
      return set.hits({ ...accessToken({ [kind === 'user' ? 'subject' : 'clientId']: id }), issuedAt })
    }
    expect([hits(-1), hits(0), hits(1)]).toEqual([true, true, false])
  })

  it('are news once, and again at a later moment, and never when they have expired', () => {
    const set = new RevocationSet()
    const revocation = revoke('user', newId('usr', now), now)
    const later = { ...revocation, revokedAt: new Date(now.getTime() + 1) }
    expect([set.add(revocation, now), set.add(revocation, now), set.add(later, now), set.add(revocation, now)]).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect(set.add({ ...revoke('session', 'ses_9', now), expiresAt: now }, now)).toBe(false)
  })

  it('a million of them, in pages, take less than 64 MB', { timeout: 240_000 }, async () => {
    const key = await generateSigningKey()
    const publicKey = importPublicKey(key.publicPaserk)
    const intake = createPageIntake({
      onRevoked: () => undefined,
      outage: { failed: () => undefined, succeeded: () => undefined },
    })
    const before = heldBytes()
    const count = 1_000_000
    let last = ''
    for (let from = 0; from < count; from += maxPageEntries) {
      const revocations = Array.from({ length: maxPageEntries }, () => revoke('session', newId('ses', now), now))
      last = revocations.at(-1)?.targetId ?? ''
      const to = from + maxPageEntries
      const page = {
        issuer: 'https://issuer.test',
        issuedAt: now,
        from,
        to,
        mark: '',
        isLast: to === count,
        keySet: '',
        revocations,
      }
      const text = signRevocationPage(page, key)
      intake.take(
        await openTrustedPage(text, {
          issuer: page.issuer,
          findKey: async () => publicKey,
          maxClockDifferenceSeconds: 1,
          receivedAt: now,
        }),
        now,
      )
    }
    const megabytes = (heldBytes() - before) / 1_000_000
    expect(intake.place.after).toBe(count)
    expect(intake.revocations.hits(accessToken({ sessionId: last }))).toBe(true)
    expect(intake.revocations.hits(accessToken({ sessionId: newId('ses', now) }))).toBe(false)
    expect(megabytes).toBeLessThan(64)
    console.log(`1,000,000 revocations take ${megabytes.toFixed(1)} MB.`)
  })
})

/** As a follower does in a minute or so. */
function sweep(revoked: RevokedIds, time: number): void {
  for (let turn = 0; turn < 64; turn += 1) revoked.dropExpired(time)
}

function isTabled(id: string): boolean {
  return /^[a-z]{3}_[0-9a-f-]{36}$/.test(id)
}

function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
