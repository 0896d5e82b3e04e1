// A database that falls silent: connections that were open answer nothing any more, new ones work.

import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InternalError } from '../../src/errors.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createDatabase, type TestDatabase } from '../support/databases.ts'
import { event, now } from './records.ts'

let database: TestDatabase
let proxy: { readonly url: string; silence(): void; close(): Promise<void> }
let store: Store
beforeEach(async () => {
  database = await createDatabase('postgresql')
  proxy = await startProxy(database.url)
  store = await openStore(proxy.url)
})
afterEach(async () => {
  await store.close()
  await proxy.close()
  await database.drop()
})

describe('connections to a PostgreSQL that fell silent', () => {
  it('are given up, so that reads fail at first, work again soon, and news come again', { timeout: 90_000 }, async () => {
    await store.findUser('usr_1')
    proxy.silence()
    await expect(store.findUser('usr_1')).rejects.toThrow(InternalError)
    expect(await store.findUser('usr_1')).toBeUndefined()
    let told = 0
    store.onRevoked(() => {
      told += 1
    })
    await vi.waitFor(() => expect(told).toBeGreaterThan(0), { timeout: 30_000 })
    const before = told
    await store.revoke({ kind: 'token', targetId: 'tok_1', revokedAt: now, expiresAt: now }, event('token.revoked'))
    await vi.waitFor(() => expect(told).toBeGreaterThan(before))
  })
})

/** Passes everything on until it is told to be silent; from then on nothing comes or goes on the connections that are open. */
async function startProxy(databaseUrl: string) {
  const target = new URL(databaseUrl)
  const pairs = new Set<readonly [Socket, Socket]>()
  const server: Server = createServer((inward) => {
    const outward = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [inward, outward],
      [outward, inward],
    ] as const) {
      from.pipe(to)
      from.on('error', () => undefined).on('close', () => to.destroy())
    }
    pairs.add([inward, outward])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url: url.href,
    silence() {
      for (const [inward, outward] of pairs) {
        inward.unpipe(outward).resume()
        outward.unpipe(inward).resume()
      }
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const pair of pairs) for (const socket of pair) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
