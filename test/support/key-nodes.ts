// Several nodes on one database that keep its key ring together, and a clock that tests move for all of them.

import { openKeyRing } from '../../src/authorization-server/signing-keys/key-ring.ts'
import type { KeyActor, KeyKeeper } from '../../src/authorization-server/signing-keys/key-rotation.ts'
import type { SigningKeyRecord } from '../../src/authorization-server/signing-keys/key-storage.ts'
import type { KeyPolicy } from '../../src/authorization-server/signing-keys/spare-key.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { testOrigin, testRootSecret, testSettings } from './authority.ts'
import { createClock, type TestClock } from './clock.ts'
import { createDatabase, type Engine } from './databases.ts'

export const admin: KeyActor = { actorId: 'usr_admin', clientId: 'cli_console', origin: testOrigin, cause: 'request' }

export interface KeyNode extends KeyKeeper {
  readonly store: Store
}

export interface KeyNodes {
  readonly databaseUrl: string
  readonly clock: TestClock
  readonly nodes: readonly KeyNode[]
  readonly node: KeyNode
  /** One more, with a policy of its own. */
  open(policy?: Partial<KeyPolicy>): Promise<KeyNode>
  /** Every key by its status, as the database has them. */
  byStatus(): Promise<Record<SigningKeyRecord['status'], SigningKeyRecord[]>>
  stop(): Promise<void>
}

export async function openKeyNodes(engine: Engine, count = 1): Promise<KeyNodes> {
  const database = await createDatabase(engine)
  const clock = createClock()
  const stores: Store[] = []
  async function open(policy: Partial<KeyPolicy> = {}): Promise<KeyNode> {
    const store = await openStore(database.url)
    stores.push(store)
    const settings = { ...testSettings, ...policy }
    const keyRing = await openKeyRing({ storage: store, rootSecret: testRootSecret, policy: settings, now: clock.now })
    return { store, keyRing, settings, now: clock.now }
  }
  const node = await open()
  const nodes = [node, ...(await Promise.all(Array.from({ length: count - 1 }, () => open())))]
  return {
    databaseUrl: database.url,
    clock,
    nodes,
    node,
    open,
    async byStatus() {
      const keys = await node.store.listSigningKeys()
      const of = (wanted: SigningKeyRecord['status']) => keys.filter(({ status }) => status === wanted)
      return { PENDING: of('PENDING'), ACTIVE: of('ACTIVE'), RETIRED: of('RETIRED'), REVOKED: of('REVOKED') }
    },
    async stop() {
      await Promise.all(stores.map((store) => store.close()))
      await database.drop()
    },
  }
}
