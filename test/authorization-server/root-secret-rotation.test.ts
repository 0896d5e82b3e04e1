// The root secret is replaced while nodes run: what was made under the old one still opens, still counts, and moves over.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Authority } from '../../src/authorization-server/authority.ts'
import { createCredentials } from '../../src/authorization-server/credentials.ts'
import { clientCredentialsGrant } from '../../src/authorization-server/grants/client-credentials.ts'
import { refreshTokenGrant } from '../../src/authorization-server/grants/refresh-token.ts'
import { introspectToken } from '../../src/authorization-server/introspection.ts'
import { revokeToken } from '../../src/authorization-server/revoke-token.ts'
import { openKeyRing } from '../../src/authorization-server/signing-keys/key-ring.ts'
import { InvalidClientError, InvalidGrantError } from '../../src/errors.ts'
import { deriveKey } from '../../src/token/derive-key.ts'
import { openSigningKey } from '../../src/token/signing-key.ts'
import { eventsOf } from '../support/audit-events.ts'
import {
  logIn,
  testRootSecret as oldSecret,
  openTestAuthority,
  testSettings as policy,
  type TestAuthority,
  testOrigin,
} from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient } from '../support/records.ts'
import { query } from '../support/sql.ts'

const newSecret = Buffer.from('another root secret for tests, 9876543210 jihgfedcba')
const strangeSecret = Buffer.from('a root secret that nobody knows here, 5432109876 edcbajihgf')

describe.each(engines)('a new root secret on %s', (engine) => {
  let server: TestAuthority
  beforeEach(async () => {
    server = await openTestAuthority(engine)
  })
  afterEach(async () => {
    await expectInvariants(server.databaseUrl)
    await server.stop()
  })

  const openRing = (rootSecret: Uint8Array, previousSecrets: readonly Uint8Array[] = []) =>
    openKeyRing({ storage: server.store, rootSecret, previousSecrets, policy, now: server.clock.now })
  /** A node that shares the database and has these secrets. */
  async function openNode(rootSecret: Uint8Array, previousSecrets: readonly Uint8Array[] = []): Promise<Authority> {
    const credentials = createCredentials(rootSecret, previousSecrets)
    return { ...server.authority, credentials, keyRing: await openRing(rootSecret, previousSecrets) }
  }
  const keyRows = () => query(server.databaseUrl, 'SELECT id, "sealedSecretKey" FROM signing_keys ORDER BY id')
  const refresh = (node: Authority, refreshToken: string, clientId: string) =>
    refreshTokenGrant(node, { refreshToken, clientId }, testOrigin)

  it('seals anew the keys that sign and wait, once, and the nodes with the old one still open them', async () => {
    const before = await keyRows()
    const { id } = await server.authority.keyRing.activeKey()
    const events = await eventsOf(server.databaseUrl, () =>
      Promise.all(Array.from({ length: 4 }, () => openRing(newSecret, [strangeSecret, oldSecret]))),
    )
    expect(events.map(({ type, targetId }) => [type, targetId]).sort()).toEqual(
      before.map((row) => ['key.resealed', row.id]).sort(),
    )
    const after = await keyRows()
    expect(after.map((row) => row.id)).toEqual(before.map((row) => row.id))
    for (const { sealedSecretKey, id: keyId } of after) {
      const { key } = await openSigningKey(String(sealedSecretKey), [deriveKey(newSecret, 'signing-key-seal')])
      expect(key.id).toBe(keyId)
    }
    expect((await (await openRing(newSecret)).activeKey()).id).toBe(id)
    // One that had it in its list all along, and starts again in the middle.
    expect((await (await openRing(oldSecret, [newSecret])).activeKey()).id).toBe(id)
  })

  it('leaves keys alone that the current one opens', async () => {
    const before = await keyRows()
    await openRing(oldSecret, [newSecret])
    expect(await keyRows()).toEqual(before)
  })

  it.each(['ACTIVE', 'PENDING'])('does not start when none opens the key that is %s, and writes nothing', async (status) => {
    const strange = await openTestAuthority(engine)
    const [other] = await query(strange.databaseUrl, `SELECT "sealedSecretKey" FROM signing_keys WHERE status = '${status}'`)
    await strange.stop()
    await openRing(newSecret, [oldSecret])
    const change = (sealed: unknown) =>
      query(server.databaseUrl, `UPDATE signing_keys SET "sealedSecretKey" = '${sealed}' WHERE status = '${status}'`)
    const [good] = await query(server.databaseUrl, `SELECT "sealedSecretKey" FROM signing_keys WHERE status = '${status}'`)
    await change(other?.sealedSecretKey)
    const before = [await keyRows(), await query(server.databaseUrl, 'SELECT id FROM audit_events ORDER BY id')]
    await expect(openRing(strangeSecret, [newSecret])).rejects.toThrow(/FIELDGATE_SECRET.*FIELDGATE_PREVIOUS_SECRETS/)
    expect([await keyRows(), await query(server.databaseUrl, 'SELECT id FROM audit_events ORDER BY id')]).toEqual(before)
    await change(good?.sealedSecretKey)
    await openRing(strangeSecret, [newSecret])
  })

  it.each([
    ['old, then new', [oldSecret, newSecret]],
    ['new, then old', [newSecret, oldSecret]],
  ] as const)(
    'gives the retry of a refresh the same successor on nodes whose current one is the %s',
    async (_order, [one, two]) => {
      const clientId = await addClient(server)
      const { refreshToken } = await logIn(server, { clientId })
      const [first, second] = [await openNode(one, [two]), await openNode(two, [one])]
      const pair = await refresh(first, refreshToken, clientId)
      server.clock.advance(5)
      expect((await refresh(second, refreshToken, clientId)).refreshToken).toBe(pair.refreshToken)
      expect((await refresh(first, refreshToken, clientId)).refreshToken).toBe(pair.refreshToken)
      // And so on down the family.
      const next = await refresh(second, pair.refreshToken ?? '', clientId)
      expect((await refresh(first, pair.refreshToken ?? '', clientId)).refreshToken).toBe(next.refreshToken)
      const last = await refresh(first, next.refreshToken ?? '', clientId)
      expect(last.refreshToken).toMatch(/^fgr_/)
      // A replay is a theft on either.
      await expect(refresh(second, refreshToken, clientId)).rejects.toThrow(InvalidGrantError)
      await expect(refresh(first, last.refreshToken ?? '', clientId)).rejects.toThrow(InvalidGrantError)
    },
  )

  it('gives one successor to many who present one token at both kinds of nodes at once', async () => {
    const clientId = await addClient(server)
    const { refreshToken } = await logIn(server, { clientId })
    const nodes = [await openNode(oldSecret, [newSecret]), await openNode(newSecret, [oldSecret])]
    const asked = Array.from({ length: 10 }, (_, index) => refresh(nodes[index % 2] ?? server.authority, refreshToken, clientId))
    expect(new Set((await Promise.all(asked)).map((tokens) => tokens.refreshToken)).size).toBe(1)
  })

  it('makes the successor its own, so that the old one can go', async () => {
    const clientId = await addClient(server)
    const { refreshToken } = await logIn(server, { clientId })
    const { refreshToken: next } = await refresh(await openNode(newSecret, [oldSecret]), refreshToken, clientId)
    const alone = await openNode(newSecret)
    await refresh(alone, next ?? '', clientId)
    const left = await logIn(server, { clientId })
    await expect(refresh(alone, left.refreshToken, clientId)).rejects.toThrow(InvalidGrantError)
    await refresh(server.authority, left.refreshToken, clientId)
  })

  it('still introspects and revokes refresh tokens of the old one', async () => {
    const clientId = await addClient(server)
    const { refreshToken, session } = await logIn(server, { clientId })
    const node = await openNode(newSecret, [oldSecret])
    expect(await introspectToken(node, refreshToken, testOrigin)).toMatchObject({ isActive: true, sessionId: session.id })
    await revokeToken(node, { clientId, token: refreshToken }, testOrigin)
    expect((await server.store.findSession(session.id))?.revokedAt).toEqual(server.clock.now())
  })

  it('takes client secrets of the old one, and stores their hash anew', async () => {
    const clientSecret = 'fgs_made-under-the-old-root-secret'
    const clientId = await addClient(server, { secret: clientSecret })
    const node = await openNode(newSecret, [oldSecret])
    const alone = await openNode(newSecret)
    const authenticate = (as: Authority, text = clientSecret) =>
      clientCredentialsGrant(as, { clientId, clientSecret: text }, testOrigin)
    const hashes = async () => (await server.store.findClient(clientId))?.secrets.map(({ hash }) => hash)
    await expect(authenticate(alone)).rejects.toThrow(InvalidClientError)
    await expect(authenticate(node, `${clientSecret}!`)).rejects.toThrow(InvalidClientError)
    expect(await hashes()).toEqual([server.authority.credentials.hashClientSecret(clientSecret)])
    await Promise.all([authenticate(node), authenticate(node)])
    expect(await hashes()).toEqual([node.credentials.hashClientSecret(clientSecret)])
    await authenticate(alone)
    await authenticate(await openNode(oldSecret, [newSecret]))
  })
})
