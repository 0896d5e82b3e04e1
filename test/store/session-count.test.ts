import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copySessions } from '../support/copy-sessions.ts'
import { engines } from '../support/databases.ts'
import { LoginDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('counting sessions on %s', (engine) => {
  let service: TestService
  let id: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    const { email } = await addUser(service)
    const input = { email, password, clientId: await addClient(service) }
    id = (await service.send(LoginDocument, { input })).data?.login.session.id ?? ''
    await copySessions(service.databaseUrl, id, 1_200)
  })
  afterAll(() => service.stop())

  it('counts those that are neither ended nor expired, however many there are', async () => {
    const now = service.clock.now()
    expect(await service.store.countLivingSessions(now)).toBe(1_201)
    const some = (from: number, to: number) =>
      `id IN (${Array.from({ length: to - from }, (_, i) => `'${id}_${from + i}'`).join(', ')})`
    await query(service.databaseUrl, `UPDATE sessions SET "revokedAt" = "createdAt" WHERE ${some(1, 101)}`)
    await query(service.databaseUrl, `UPDATE sessions SET "expiresAt" = "createdAt" WHERE ${some(81, 201)}`)
    expect(await service.store.countLivingSessions(now)).toBe(1_001)
  })

  it('leaves others their turns', async () => {
    let turns = 0
    let isOver = false
    const takeTurns = () => {
      turns += 1
      if (!isOver) setImmediate(takeTurns)
    }
    setImmediate(takeTurns)
    await service.store.countLivingSessions(service.clock.now())
    isOver = true
    // PostgreSQL counts elsewhere, and SQLite in this process: 1,201 sessions in three turns.
    expect(turns).toBeGreaterThanOrEqual(engine === 'sqlite' ? 3 : 1)
  })
})
