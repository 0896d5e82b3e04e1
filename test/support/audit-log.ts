// An audit log of its own on a new database, with keys that sign it.

import { auditEntry } from '../../src/authorization-server/audit.ts'
import { createSealer, type Sealer } from '../../src/authorization-server/audit-log/seal.ts'
import { type AuditLogVerification, type VerifyOptions, verifyAuditLog } from '../../src/authorization-server/audit-log/verify.ts'
import { testOrigin } from './authority.ts'
import type { Engine } from './databases.ts'
import { type KeyNode, type KeyNodes, openKeyNodes } from './key-nodes.ts'

export interface TestAuditLog extends KeyNodes {
  readonly sealer: Sealer
  sealerOf(node: KeyNode, holder: string): Sealer
  /** Writes so many events and returns their ids. */
  write(count: number): Promise<string[]>
  verify(heads?: VerifyOptions['heads']): Promise<AuditLogVerification>
}

/** A log of sealed events: those of the first keys, and `count` more. */
export async function openAuditLog(engine: Engine, count = 0, nodeCount = 1): Promise<TestAuditLog> {
  const ring = await openKeyNodes(engine, nodeCount)
  const { node, clock } = ring
  const sealerOf = ({ store, keyRing, settings, now }: KeyNode, holder: string) =>
    createSealer({ storage: store, authority: { keyRing, settings, now }, holder })
  const log: TestAuditLog = {
    ...ring,
    sealerOf,
    sealer: sealerOf(node, 'node 1'),
    async write(number) {
      const entries = Array.from({ length: number }, (_, index) => {
        clock.advance(1)
        const facts = { actorId: `usr_${index}`, clientId: null, targetId: `ses_${index}`, data: { scopes: ['a "b"', 'ç'] } }
        return auditEntry('login.succeeded', clock.now(), testOrigin, facts)
      })
      // A few at a time: a machine with other things to do lets many wait for a connection too long.
      for (let start = 0; start < number; start += 20)
        await Promise.all(entries.slice(start, start + 20).map((entry) => node.store.recordEvent(entry)))
      return entries.map(({ id }) => id)
    },
    verify: (heads = []) => verifyAuditLog({ storage: node.store, keyRing: node.keyRing, heads }),
  }
  await log.write(count)
  await log.sealer.seal()
  return log
}
