import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditEntry, internalOrigin } from '../../../src/authorization-server/audit.ts'
import { openKeyRing } from '../../../src/authorization-server/signing-keys/key-ring.ts'
import { openStore, type Store } from '../../../src/store/store.ts'
import { deriveKey } from '../../../src/token/derive-key.ts'
import { generateSigningKey, sealSigningKey } from '../../../src/token/signing-key.ts'
import { testSettings as policy, testRootSecret } from '../../support/authority.ts'
import { createClock, type TestClock } from '../../support/clock.ts'
import { createDatabase, engines, type TestDatabase } from '../../support/databases.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('the key ring on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  let clock: TestClock
  beforeEach(async () => {
    database = await createDatabase(engine)
    store = await openStore(database.url)
    clock = createClock()
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  const open = (rootSecret: Uint8Array = testRootSecret) => openKeyRing({ storage: store, rootSecret, policy, now: clock.now })
  const rows = () => query(database.url, 'SELECT * FROM signing_keys ORDER BY id')
  const change = (sql: string) => query(database.url, `UPDATE signing_keys SET ${sql}`)

  /** Adds a key that signed before, and returns its id. */
  async function addRetiredKey(): Promise<string> {
    const key = await generateSigningKey()
    const sealed = await sealSigningKey(key, deriveKey(testRootSecret, 'signing-key-seal'))
    await query(
      database.url,
      `INSERT INTO signing_keys (id, "publicKey", "sealedSecretKey", status, "createdAt", "activatesAt")
       SELECT '${key.id}', '${key.publicPaserk}', '${sealed}', 'RETIRED', "createdAt", "activatesAt" FROM signing_keys LIMIT 1`,
    )
    return key.id
  }

  it('makes the first key and the next one, tells of each once, and finds them again', async () => {
    const [first, again] = [await open(), await open()]
    const key = await first.activeKey()
    expect((await again.activeKey()).id).toBe(key.id)
    const made = {
      id: expect.stringMatching(/^k4\.pid\./),
      publicKey: expect.stringMatching(/^k4\.public\./),
      sealedSecretKey: expect.stringMatching(/^k4\.secret-wrap\.pie\./),
      createdAt: clock.now(),
      retiresAt: null,
      expiresAt: null,
    }
    const inTenMinutes = new Date(clock.now().getTime() + 600_000)
    const keys = await first.listKeys()
    expect(keys).toEqual([
      { ...made, id: key.id, publicKey: key.publicPaserk, status: 'ACTIVE', activatesAt: clock.now() },
      { ...made, status: 'PENDING', activatesAt: inTenMinutes },
    ])
    const events = await query(database.url, 'SELECT type, "targetId" FROM audit_events')
    expect(new Set(events)).toEqual(new Set(keys.map(({ id }) => ({ type: 'key.created', targetId: id }))))
  })

  it('knows the key that waits before it signs anything', async () => {
    const ring = await open()
    const pending = (await ring.listKeys()).find(({ status }) => status === 'PENDING')?.id ?? ''
    expect((await ring.findKey(pending))?.id).toBe(pending)
    expect(await ring.findKey('k4.pid.unknown')).toBeUndefined()
  })

  it('makes one first key and one next key for many nodes that start together', async () => {
    const stores = await Promise.all(Array.from({ length: 3 }, () => openStore(database.url)))
    const nodes = Array.from({ length: 12 }, (_, index) => stores[index % 3] ?? store)
    const opening = { rootSecret: testRootSecret, policy, now: clock.now }
    const rings = await Promise.all(nodes.map((storage) => openKeyRing({ storage, ...opening })))
    const ids = await Promise.all(rings.map(async (ring) => (await ring.activeKey()).id))
    await Promise.all(stores.map((each) => each.close()))
    expect(new Set(ids).size).toBe(1)
    const keys = await store.listSigningKeys()
    expect(keys.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'PENDING'])
    expect(keys.find(({ status }) => status === 'ACTIVE')?.id).toBe(ids[0])
    const events = await query(database.url, `SELECT "targetId" FROM audit_events WHERE type = 'key.created'`)
    expect(events.map(({ targetId }) => targetId).sort()).toEqual(keys.map(({ id }) => id).sort())
  })

  it('refuses another root secret and changes nothing, and still opens with the right one', async () => {
    const ring = await open()
    const before = await rows()
    await expect(open(Buffer.from(`${testRootSecret}!`))).rejects.toThrow('The root secret does not fit')
    expect(await rows()).toEqual(before)
    expect(await (await open()).listKeys()).toEqual(await ring.listKeys())
  })

  it('refuses a key whose secret half was exchanged for that of another row', async () => {
    const active = (await (await open()).activeKey()).id
    const retired = await addRetiredKey()
    await open()
    const sealedOf = (id: string) => `(SELECT "sealedSecretKey" FROM signing_keys WHERE id = '${id}')`
    await change(`"sealedSecretKey" = ${sealedOf(retired)} WHERE id = '${active}'`)
    await expect(open()).rejects.toThrow(`The signing key ${active} was exchanged for another one in the database.`)
  })

  it.each(['ACTIVE', 'RETIRED'])('refuses a public key that was exchanged, of a key that is %s', async (status) => {
    const active = (await (await open()).activeKey()).id
    const retired = await addRetiredKey()
    await open()
    const [victim, other] = status === 'ACTIVE' ? [active, retired] : [retired, active]
    await change(`"publicKey" = (SELECT "publicKey" FROM signing_keys WHERE id = '${other}') WHERE id = '${victim}'`)
    await expect(open()).rejects.toThrow(`The public key stored for ${victim} is another one's.`)
  })

  it('refuses a database whose keys are all out of use, and makes no other one', async () => {
    await open()
    await change(`status = 'RETIRED', "activeSlot" = NULL`)
    await expect(open()).rejects.toThrow('There is no active signing key.')
    expect(await rows()).toHaveLength(2)
  })

  it.each([
    ['a key that retired', `status = 'RETIRED'`, true, true],
    ['a key that was revoked', `status = 'REVOKED'`, false, true],
    [
      'a revoked key whose tokens have expired',
      `status = 'REVOKED', "expiresAt" = '2026-05-01T12:00:00.000+00:00'`,
      false,
      false,
    ],
    ['a key until it expires', `"expiresAt" = '2026-05-01T12:00:00.001+00:00'`, true, true],
    ['a key from when it expires', `"expiresAt" = '2026-05-01T12:00:00.000+00:00'`, false, false],
  ])('finds and publishes %s, or not, and remembers it in any case', async (_what, sql, isFound, isPublished) => {
    await open()
    const id = await addRetiredKey()
    await change(`${sql} WHERE id = '${id}'`)
    const ring = await open()
    expect((await ring.findKey(id))?.id).toBe(isFound ? id : undefined)
    expect((await ring.listKeys()).some((key) => key.id === id)).toBe(isPublished)
    expect((await ring.listAllKeys()).map((key) => key.id)).toContain(id)
  })

  it('lets a key expire on time, and not only when keys are read again', async () => {
    await open()
    const id = await addRetiredKey()
    await change(`"expiresAt" = '2026-05-01T12:00:00.500+00:00' WHERE id = '${id}'`)
    const ring = await open()
    clock.advance(0.499)
    expect((await ring.findKey(id))?.id).toBe(id)
    clock.advance(0.001)
    expect(await ring.findKey(id)).toBeUndefined()
    expect((await ring.listKeys()).map((key) => key.id)).not.toContain(id)
  })

  it('learns of a key that another node made when somebody shows a token of it, and reads for unknown ids ten times a second at most', async () => {
    let readings = 0
    const counting: Store = {
      ...store,
      listSigningKeys: () => {
        readings++
        return store.listSigningKeys()
      },
    }
    const ring = await openKeyRing({ storage: counting, rootSecret: testRootSecret, policy, now: clock.now })
    const id = await addRetiredKey()
    expect(await ring.findKey(id)).toBeUndefined()
    clock.advance(0.1)
    expect((await ring.findKey(id))?.id).toBe(id)
    clock.advance(0.1)
    readings = 0
    const unknown = Array.from({ length: 50 }, (_, index) => ring.findKey(`k4.pid.unknown-${index}`))
    expect(new Set(await Promise.all(unknown))).toEqual(new Set([undefined]))
    await ring.findKey('k4.pid.unknown')
    expect(readings).toBe(1)
  })

  it('reads again at once when something was revoked', async () => {
    await open()
    const id = await addRetiredKey()
    const ring = await open()
    await change(`status = 'REVOKED' WHERE id = '${id}'`)
    expect((await ring.findKey(id))?.id).toBe(id)
    const heard = new Promise<void>((resolve) => store.onRevoked(resolve))
    const at = clock.now()
    await store.revoke(
      { kind: 'key', targetId: id, revokedAt: at, expiresAt: at },
      auditEntry('key.revoked', at, internalOrigin, {}),
    )
    await heard
    expect(await ring.findKey(id)).toBeUndefined()
  })

  it('does not sign while the database is away, for the key may have been revoked, and does again afterwards', async () => {
    let isAway = false
    const away: Store = {
      ...store,
      listSigningKeys: () => (isAway ? Promise.reject(new Error('The database is away.')) : store.listSigningKeys()),
    }
    const ring = await openKeyRing({ storage: away, rootSecret: testRootSecret, policy, now: clock.now })
    const { id } = await ring.activeKey()
    isAway = true
    clock.advance(1)
    await expect(ring.activeKey()).rejects.toThrow('away')
    isAway = false
    expect((await ring.activeKey()).id).toBe(id)
  })

  it('learns within a second of a key that another node revoked', async () => {
    await open()
    const id = await addRetiredKey()
    const ring = await open()
    await change(`status = 'REVOKED' WHERE id = '${id}'`)
    clock.advance(0.999)
    expect((await ring.findKey(id))?.id).toBe(id)
    clock.advance(0.001)
    expect(await ring.findKey(id)).toBeUndefined()
  })

  it('keeps no secret half in clear', async () => {
    const { native } = await (await open()).activeKey()
    const seed = native.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
    const stored = JSON.stringify([await rows(), await query(database.url, 'SELECT * FROM audit_events')])
    for (const form of ['base64', 'base64url', 'hex'] as const) expect(stored).not.toContain(seed.toString(form))
  })
})
