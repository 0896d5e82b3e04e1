import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import * as make from './records.ts'

describe.each(engines)('bench %s', (engine) => {
  let database: TestDatabase, store: Store, clientId: string
  beforeAll(async () => {
    database = await createDatabase(engine)
    ;[store] = (await make.openStores(database.url, 1)) as [Store]
    clientId = (await make.addClient(store)).id
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })
  it.each([2000, 20000])(
    '%d',
    async (n) => {
      if (n > Number(process.env.MAXN ?? 99999)) return
      const { user, session } = await make.logIn(store, clientId)
      const s = '"userId", "clientId", audience, scopes, "createdAt", "lastUsedAt", "expiresAt", "absoluteExpiresAt"'
      const t = 'scopes, "createdAt", "expiresAt"'
      const nums = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${n})`
      await query(
        database.url,
        `INSERT INTO sessions (id, ${s}) ${nums} SELECT 'ses_${n}_' || i, ${s} FROM sessions, n WHERE id = '${session.id}'`,
      )
      await query(
        database.url,
        `INSERT INTO refresh_tokens (id, hash, "sessionId", ${t}) ${nums} SELECT 'rft_${n}_' || i, 'hash_${n}_' || i, 'ses_${n}_' || i, ${t} FROM refresh_tokens, n WHERE "sessionId" = '${session.id}'`,
      )
      let lag = 0,
        last = performance.now()
      const timer = setInterval(() => {
        const x = performance.now()
        lag = Math.max(lag, x - last)
        last = x
      }, 5)
      const b = performance.now()
      const r = await store
        .endSessions({ userId: user.id }, make.ending(user.id))
        .catch((e) => `${e.constructor.name} ${e.cause?.code}`)
      console.log(engine, n, r, Math.round(performance.now() - b), 'ms lag', Math.round(lag))
      clearInterval(timer)
    },
    120_000,
  )
})
