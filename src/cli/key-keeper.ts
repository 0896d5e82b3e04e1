// The key ring in the hands of an operator.

import { internalOrigin } from '../authorization-server/audit.ts'
import { openKeyRing } from '../authorization-server/signing-keys/key-ring.ts'
import type { KeyActor, KeyKeeper } from '../authorization-server/signing-keys/key-rotation.ts'
import { NotFoundError } from '../errors.ts'
import type { OpenDatabase } from './on-database.ts'

/** Who is at the machine, and in no record. */
export const operator: KeyActor = { actorId: null, clientId: null, origin: internalOrigin, cause: 'command' }

/**
 * Opens the key ring of a database.
 *
 * @throws {NotFoundError} it has no keys, and so is most likely another database than was meant
 */
export async function openKeeper({ config, store }: OpenDatabase): Promise<KeyKeeper> {
  const now = () => new Date()
  if ((await store.listSigningKeys()).length === 0)
    throw new NotFoundError('There is no key in this database: the service makes the first one when it starts.')
  const { rootSecret, previousSecrets } = config
  return {
    keyRing: await openKeyRing({ storage: store, rootSecret, previousSecrets, policy: config, now }),
    settings: config,
    now,
  }
}
