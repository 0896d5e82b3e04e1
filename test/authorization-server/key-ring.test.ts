import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKeyRing } from '../../src/authorization-server/key-ring.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { deriveKey } from '../../src/token/derive-key.ts'
import { generateSigningKey, sealSigningKey } from '../../src/token/signing-key.ts'
import { testRootSecret } from '../support/authority.ts'
import { createClock, type TestClock } from '../support/clock.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'

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

  const open = (rootSecret: Uint8Array = testRootSecret) => openKeyRing({ storage: store, rootSecret, now: clock.now })
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

  it('makes the first key, tells of it once, and finds it again', async () => {
    const [first, again] = [await open(), await open()]
    const key = await first.activeKey()
    expect((await again.activeKey()).id).toBe(key.id)
    expect(await first.listKeys()).toEqual([
      {
        id: key.id,
        publicKey: key.publicPaserk,
        sealedSecretKey: expect.stringMatching(/^k4\.secret-wrap\.pie\./),
        status: 'ACTIVE',
        createdAt: clock.now(),
        activatesAt: clock.now(),
        retiresAt: null,
        expiresAt: null,
      },
    ])
    expect((await first.findKey(key.id))?.id).toBe(key.id)
    expect(await first.findKey('k4.pid.unknown')).toBeUndefined()
    const events = await query(database.url, 'SELECT type, "targetId" FROM audit_events')
    expect(events).toEqual([{ type: 'key.created', targetId: key.id }])
  })

  it('makes one first key for many nodes that start together', async () => {
    const stores = await Promise.all(Array.from({ length: 3 }, () => openStore(database.url)))
    const nodes = Array.from({ length: 12 }, (_, index) => stores[index % 3] ?? store)
    const rings = await Promise.all(nodes.map((storage) => openKeyRing({ storage, rootSecret: testRootSecret, now: clock.now })))
    const ids = await Promise.all(rings.map(async (ring) => (await ring.activeKey()).id))
    await Promise.all(stores.map((each) => each.close()))
    expect(new Set(ids).size).toBe(1)
    expect((await rows()).map(({ id, status }) => ({ id, status }))).toEqual([{ id: ids[0], status: 'ACTIVE' }])
    const events = await query(database.url, `SELECT "targetId" FROM audit_events WHERE type = 'key.created'`)
    expect(events).toEqual([{ targetId: ids[0] }])
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
    expect(await rows()).toHaveLength(1)
  })

  it.each([
    ['a key that retired', `status = 'RETIRED'`, true],
    ['a key that was revoked', `status = 'REVOKED'`, false],
    ['a key until it expires', `"expiresAt" = '2026-05-01T12:00:00.001+00:00'`, true],
    ['a key from when it expires', `"expiresAt" = '2026-05-01T12:00:00.000+00:00'`, false],
  ])('finds %s, or not, and lists it in any case', async (_what, sql, isFound) => {
    await open()
    const id = await addRetiredKey()
    await change(`${sql} WHERE id = '${id}'`)
    const ring = await open()
    expect((await ring.findKey(id))?.id).toBe(isFound ? id : undefined)
    expect((await ring.listKeys()).map((key) => key.id)).toContain(id)
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
