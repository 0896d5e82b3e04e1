import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStore, type Store } from '../../src/store/store.ts'
import { createDatabase, type TestDatabase } from '../support/databases.ts'
import { startServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

async function read(path: string): Promise<unknown> {
  const answer = await fetch(server.url + path)
  return { status: answer.status, cached: answer.headers.get('cache-control'), body: await answer.json() }
}

const alive = { status: 200, cached: 'no-store', body: { status: 'ok' } }
const ready = { status: 200, cached: 'no-store', body: { status: 'ready', checks: [{ name: 'database', isReady: true }] } }

describe('readiness', () => {
  beforeEach(() => {
    server.told.readiness = async () => [{ name: 'database', isReady: true, detail: 'hush' }]
  })

  it('is told with every check, and nothing of their details', async () => {
    expect(await read('/readyz')).toEqual(ready)
  })

  it('is 503 when one check of several fails, and the log knows why', async () => {
    server.told.readiness = async () => [
      { name: 'database', isReady: false, detail: 'the disk is full' },
      { name: 'signingKey', isReady: true },
    ]
    const checks = [
      { name: 'database', isReady: false },
      { name: 'signingKey', isReady: true },
    ]
    expect(await read('/readyz')).toEqual({ status: 503, cached: 'no-store', body: { status: 'not ready', checks } })
    expect(server.log()).toContain('the disk is full')
    expect(await read('/healthz')).toEqual(alive)
  })

  it('is 503 when the checks themselves fail, without their words', async () => {
    server.told.readiness = () => Promise.reject(new Error('no such host db.internal'))
    const body = { status: 'not ready', checks: [{ name: 'checks', isReady: false }] }
    expect(await read('/readyz')).toEqual({ status: 503, cached: 'no-store', body })
    expect(server.log()).toContain('no such host db.internal')
    expect(await read('/healthz')).toEqual(alive)
  })
})

describe('readiness of a database', () => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await createDatabase('postgresql')
    store = await openStore(database.url)
    server.told.readiness = async () => {
      const isReady = await store.probe().then(
        () => true,
        () => false,
      )
      return [{ name: 'database', isReady }]
    }
  })
  afterAll(() => store.close())

  it('turns 503 when it stops answering, while the process stays alive', async () => {
    expect(await read('/readyz')).toEqual(ready)
    await database.drop()
    const checks = [{ name: 'database', isReady: false }]
    const unready = { status: 503, cached: 'no-store', body: { status: 'not ready', checks } }
    // An answer of the probe is good for a second.
    await vi.waitFor(async () => expect(await read('/readyz')).toEqual(unready), { timeout: 10_000 })
    expect(await read('/healthz')).toEqual(alive)
  })
})
