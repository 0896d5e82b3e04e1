// An administrator looks at the signing keys, rotates them, and revokes the one that leaked.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventsOf } from '../support/audit-events.ts'
import { engines } from '../support/databases.ts'
import {
  ClientCredentialsDocument,
  RevokeSigningKeyDocument,
  RotateSigningKeyDocument,
  SigningKeysDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('the signing keys of a service on %s', (engine) => {
  const clientSecret = 'fgs_of-the-administrator-for-tests'
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service, { secret: clientSecret, allowedScopes: ['keys:read', 'keys:write', 'orders:read'] })
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function authenticate(...scopes: string[]): Promise<string> {
    const { data } = await service.send(ClientCredentialsDocument, { input: { clientId, clientSecret, scopes } })
    return data?.clientCredentials.tokens.accessToken ?? ''
  }
  const admin = () => authenticate('keys:read', 'keys:write')
  const list = async () => (await service.send(SigningKeysDocument, {}, await admin())).data?.signingKeys ?? []
  const rotate = (token: string, immediately?: boolean) =>
    service.send(RotateSigningKeyDocument, { input: { ...(immediately !== undefined && { immediately }) } }, token)
  const revoke = (token: string, id: string) => service.send(RevokeSigningKeyDocument, { input: { id } }, token)
  async function published(): Promise<Record<string, string>[]> {
    const { keys } = (await (await fetch(`${service.url}/keys`)).json()) as { keys: Record<string, string>[] }
    return keys
  }

  it('are listed with their public halves, as they are published', async () => {
    const keys = await list()
    expect(keys.map(({ status }) => status)).toEqual(['ACTIVE', 'PENDING'])
    expect((await published()).map(({ id, key, status }) => ({ id, publicKey: key, status }))).toEqual(
      keys.map(({ id, publicKey, status }) => ({ id, publicKey, status })),
    )
  })

  it('need their scopes, each its own', async () => {
    const code = 'UNAUTHORIZED_FIELD_OR_TYPE'
    const reader = await authenticate('keys:read')
    expect((await rotate(reader)).errors).toMatchObject([{ extensions: { code } }])
    expect((await revoke(reader, 'k4.pid.x')).errors).toMatchObject([{ extensions: { code } }])
    const writer = await authenticate('keys:write')
    expect((await service.send(SigningKeysDocument, {}, writer)).errors).toMatchObject([{ extensions: { code } }])
    expect((await service.send(SigningKeysDocument, {}, reader)).errors).toEqual([])
  })

  it('rotate as soon as the next one has been published for long enough, and the token that asked stays good', async () => {
    const [active, pending] = await list()
    const token = await admin()
    const scheduled = await rotate(token)
    expect(scheduled.data?.rotateSigningKey).toMatchObject({
      activeKey: { id: active?.id, retiresAt: pending?.activatesAt },
      pendingKey: { id: pending?.id, status: 'PENDING', activatesAt: pending?.activatesAt },
    })
    service.clock.advance(600)
    const fresh = await admin()
    const events = await eventsOf(service.databaseUrl, () => rotate(fresh))
    expect(events.map(({ type, actorId }) => [type, actorId])).toEqual([
      ['key.created', null],
      ['key.rotated', clientId],
    ])
    expect((await service.send(ViewerDocument, {}, fresh)).errors).toEqual([])
    const keys = await list()
    expect(keys.map(({ id, status }) => [id, status]).slice(0, 2)).toEqual([
      [active?.id, 'RETIRED'],
      [pending?.id, 'ACTIVE'],
    ])
    expect((await published()).map(({ id }) => id)).toEqual(keys.map(({ id }) => id))
  })

  it('refuse at once every token of a key that was revoked, and go on with the next', async () => {
    const token = await admin()
    const before = await list()
    const [active, pending] = ['ACTIVE', 'PENDING'].map((status) => before.find((key) => key.status === status)?.id)
    const answer = await revoke(token, active ?? '')
    expect(answer.errors).toEqual([])
    expect(answer.data?.revokeSigningKey).toMatchObject({
      revokedKey: { id: active, status: 'REVOKED' },
      activeKey: { id: pending, status: 'ACTIVE' },
    })
    const refused = await service.send(ViewerDocument, {}, token)
    expect(refused.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    const fresh = await admin()
    expect((await service.send(ViewerDocument, {}, fresh)).errors).toEqual([])
    expect((await published()).find(({ id }) => id === active)?.status).toBe('REVOKED')
    const again = await revoke(fresh, active ?? '')
    expect(again.data?.revokeSigningKey.revokedKey).toEqual(answer.data?.revokeSigningKey.revokedKey)
  })

  it('know no key that is not there', async () => {
    const { errors } = await revoke(await admin(), 'k4.pid.unknown')
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  })
})
