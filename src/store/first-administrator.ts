// The first administrator: made once, however many try at the same time.

import type { FirstAdministrator } from '../administration/user-storage.ts'
import { ConflictError } from '../errors.ts'
import { findAdministrator, holdAdministrators } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import { readClients } from './client-rows.ts'
import { insertClient } from './clients.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { readRegistry } from './scope-rows.ts'
import { insertUser, refuseTakenEmail } from './user-changes.ts'

/** The part of the store that knows how administration begins. */
export function createFirstAdministratorStore({ transact }: Database) {
  return {
    async createFirstAdministrator(first: FirstAdministrator): Promise<{ clientId: string; isNewClient: boolean }> {
      return refuseTakenEmail(() =>
        withRetries(() =>
          transact(async (transaction) => {
            await holdAdministrators(transaction)
            if ((await findAdministrator(transaction, first.administrators)) !== undefined)
              throw new ConflictError('administrators', 'There is an administrator already, who can make others.')
            await insertUser(transaction, first.user)
            const known = await findWayIn(transaction, first)
            if (known === undefined) await insertClient(transaction, first.client)
            await writeEvents(transaction, known === undefined ? [first.audit.user, first.audit.client] : [first.audit.user])
            return { clientId: known ?? first.client.id, isNewClient: known === undefined }
          }),
        ),
      )
    },
  }
}

async function findWayIn(transaction: Transaction, { isWayIn }: FirstAdministrator): Promise<string | undefined> {
  const definitions = await readRegistry(transaction)
  const clients = await readClients(transaction, Prisma.sql`clients."isEnabled" = ${true} AND clients."isFirstParty" = ${true}`)
  return clients.find((client) => isWayIn(client, definitions))?.id
}
