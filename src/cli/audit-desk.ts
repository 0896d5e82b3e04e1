// The audit log in the hands of an operator: sealed up to now, and its head, as one of our keys signed it.

import { randomUUID } from 'node:crypto'
import { findHead, type SignedHead } from '../authorization-server/audit-log/head.ts'
import { createSealer } from '../authorization-server/audit-log/seal.ts'
import { AuditLogError, NotFoundError } from '../errors.ts'
import { openKeeper } from './key-keeper.ts'
import type { OpenDatabase } from './on-database.ts'

/**
 * The newest head, after all that waits was sealed; a service that runs does that by itself, within a second.
 *
 * @throws {NotFoundError} nothing was ever sealed
 * @throws {AuditLogError} the head that is stored is none of ours
 */
export async function getHead(database: OpenDatabase): Promise<SignedHead> {
  const { store } = database
  const keeper = await openKeeper(database)
  const sealer = createSealer({ storage: store, authority: keeper, holder: randomUUID() })
  try {
    await sealer.seal()
  } finally {
    await sealer.release()
  }
  const head = await findHead(store, keeper.keyRing)
  if (head) return head
  if ((await store.findAuditMark('head')) === undefined) throw new NotFoundError('Nothing is sealed yet.')
  throw new AuditLogError('The head of the audit log was not signed by a key of this service.')
}
