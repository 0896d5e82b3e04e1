// The audit log's chain: events get their places in the transaction that moves its head.

import type { ChainedEvent } from '../authorization-server/audit-log/chain.ts'
import type { AuditMarkKind, ChainStorage, SealedEvent } from '../authorization-server/audit-log/chain-storage.ts'
import type { Sealing, SealingStorage } from '../authorization-server/audit-log/sealing-storage.ts'
import { AuditLogError } from '../errors.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'

/** The part of the store that seals and reads the chain. */
export function createAuditChainStore({ provider, read, transact }: Database): Omit<SealingStorage & ChainStorage, LeaseMethod> {
  const columns = chainedColumns(provider)

  return {
    async findAuditMark(kind: AuditMarkKind) {
      const row = await withRetries(() => read.auditMark.findUnique({ where: { name: kind } }))
      return row?.token
    },

    async hasSealedEvents() {
      const rows = await withRetries(
        () => read.$queryRaw<unknown[]>`SELECT 1 FROM audit_events WHERE sequence IS NOT NULL LIMIT 1`,
      )
      return rows.length > 0
    },

    async listUnsealedEvents(limit: number) {
      // Ordered by what is null in all of them: the index on it has them together, and no statistics talk a database out of using it.
      return withRetries(
        () => read.$queryRaw<ChainedEvent[]>`
          SELECT ${columns} FROM audit_events WHERE sequence IS NULL ORDER BY sequence LIMIT ${limit}`,
      )
    },

    async sealEvents({ places, from, to }: Sealing) {
      try {
        return await withRetries(() =>
          transact(async (transaction) => {
            if (!(await moveHead(transaction, from, to))) return false
            await placeEvents(transaction, places)
            return true
          }),
        )
      } catch (error) {
        // The first head of all, and another node's by now.
        if (from === undefined && isUniqueViolation(error)) return false
        throw error
      }
    },

    async listSealedEvents({ after, limit }) {
      const range = after === undefined ? Prisma.sql`sequence IS NOT NULL` : Prisma.sql`sequence > ${after}`
      const rows = await withRetries(
        () => read.$queryRaw<{ page: string | null }[]>`
          SELECT ${pageOf(provider)} AS page FROM (
            SELECT ${columns}, CAST(sequence AS TEXT) AS place, CAST(hash AS TEXT) AS hash, sequence
            FROM audit_events WHERE ${range} ORDER BY audit_events.sequence LIMIT ${limit}
          ) AS events`,
      )
      return (JSON.parse(rows[0]?.page ?? '[]') as (string | null)[][]).map(readSealedEvent)
    },

    async lastSealedSequence() {
      const rows = await withRetries(
        () => read.$queryRaw<{ place: string }[]>`
          SELECT CAST(sequence AS TEXT) AS place FROM audit_events
          WHERE sequence IS NOT NULL ORDER BY audit_events.sequence DESC LIMIT 1`,
      )
      return rows[0] && Number(rows[0].place)
    },
  }
}

type LeaseMethod = 'takeLease' | 'releaseLease'

const chainedNames = ['id', 'at', 'type', 'actorId', 'clientId', 'targetId', 'ipAddress', 'requestId', 'data'] as const

/** A whole page as one text of JSON: Prisma takes longer for each value than the database and the hashing together. */
function pageOf(provider: Database['provider']): Prisma.Sql {
  const names = [...chainedNames, 'place', 'hash'].map((name) => `"${name}"`).join(', ')
  return provider === 'sqlite'
    ? Prisma.raw(`json_group_array(json_array(${names}) ORDER BY sequence)`)
    : Prisma.raw(`CAST(json_agg(json_build_array(${names}) ORDER BY sequence) AS TEXT)`)
}

function readSealedEvent(values: readonly (string | null)[]): SealedEvent {
  const [
    id,
    at,
    type,
    actorId = null,
    clientId = null,
    targetId = null,
    ipAddress = null,
    requestId = null,
    data,
    place,
    hash = null,
  ] = values
  // What is never null, and is by somebody's hand, is read as a text that no hash fits.
  const text = (value: string | null | undefined) => value ?? 'null'
  return {
    id: text(id),
    at: text(at),
    type: text(type),
    actorId,
    clientId,
    targetId,
    ipAddress,
    requestId,
    data: text(data),
    sequence: Number(place),
    hash,
  }
}

/** Events as text, letter for letter: what is stored, and not what a client library makes of it. */
function chainedColumns(provider: Database['provider']): Prisma.Sql {
  const names = chainedNames.filter((name) => name !== 'at')
  return provider === 'sqlite' ? sqliteColumns(names) : postgresqlColumns(names)
}

function sqliteColumns(names: readonly string[]): Prisma.Sql {
  // A blob would pass for the text of its bytes, and be found by no filter.
  const asText = (name: string, text: string) =>
    `CASE typeof("${name}") WHEN 'blob' THEN QUOTE("${name}") ELSE ${text} END AS "${name}"`
  const texts = names.map((name) => asText(name, `CAST("${name}" AS TEXT)`))
  return Prisma.raw([asText('at', `REPLACE(at, '+00:00', 'Z')`), ...texts].join(', '))
}

function postgresqlColumns(names: readonly string[]): Prisma.Sql {
  const texts = names.map((name) => `CAST("${name}" AS TEXT) AS "${name}"`)
  // Years before Christ are formatted as those after.
  const at = `CASE WHEN at < '0001-01-01' THEN CAST(at AS TEXT) ELSE TO_CHAR(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END`
  return Prisma.raw([`${at} AS at`, ...texts].join(', '))
}

async function moveHead(transaction: Transaction, from: string | undefined, to: string): Promise<boolean> {
  if (from === undefined) {
    await transaction.auditMark.create({ data: { name: 'head', token: to } })
    return true
  }
  const { count } = await transaction.auditMark.updateMany({ where: { name: 'head', token: from }, data: { token: to } })
  return count === 1
}

async function placeEvents(transaction: Transaction, places: Sealing['places']): Promise<void> {
  // By their ids alone: that they have no place yet is the head's doing and the trigger's. Asked for here, it would lead SQLite to look
  // through all that wait, for each of them.
  const rows = places.map(({ id, sequence, hash }) => Prisma.sql`(${id}, CAST(${sequence} AS INTEGER), ${hash})`)
  const count = await transaction.$executeRaw`
    WITH v(id, sequence, hash) AS (VALUES ${Prisma.join(rows)})
    UPDATE audit_events SET sequence = v.sequence, hash = v.hash FROM v
    WHERE audit_events.id = v.id`
  if (count !== places.length) throw new AuditLogError('An event that waited to be sealed is gone.')
}
