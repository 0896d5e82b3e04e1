// Changes an audit log as somebody does who holds the database and not the signing keys: the triggers are off, and every row is theirs.

import { type ChainPlace, follow, genesis } from '../../src/authorization-server/audit-log/chain.ts'
import type { Store } from '../../src/store/store.ts'
import type { Random } from '../resource-server/random.ts'
import type { Engine } from './databases.ts'
import { query, type Row } from './sql.ts'

const texts = ['id', 'type', 'actorId', 'clientId', 'targetId', 'ipAddress', 'requestId', 'data', 'hash'] as const
/** No event goes without these. */
const needed: readonly string[] = ['id', 'type', 'data']

export interface Tampering {
  readonly name: string
  /** The first sequence that does not hold afterwards. */
  readonly broken: number
  readonly statements: readonly string[]
}

/** What is tampered with: a sequence, among all rows in the order of their sequences from 1 on. */
interface Target {
  readonly rows: readonly Row[]
  readonly at: number
}

/** Runs statements one after the other; on PostgreSQL over one connection, for opening many takes longer than all else. */
export async function runAll(url: string, statements: readonly string[]): Promise<void> {
  const together = url.startsWith('file:') ? statements : [statements.join(';')]
  for (const sql of together) await query(url, sql)
}

export async function dropTriggers(engine: Engine, url: string): Promise<void> {
  const names = ['keep', 'stay', 'begin', ...(engine === 'sqlite' ? [] : ['stay_all'])]
  const on = engine === 'sqlite' ? '' : ' ON audit_events'
  await runAll(
    url,
    names.map((name) => `DROP TRIGGER audit_events_${name}${on}`),
  )
}

/** @param rows every event, in the order of their sequences from 1 on */
export function randomTampering(random: Random, rows: readonly Row[]): Tampering {
  const target = { rows, at: 1 + random.below(rows.length) }
  return random.pick([edit, edit, editInstant, remove, insert, swap, truncate])(random, target)
}

function edit(random: Random, { rows, at }: Target): Tampering {
  const column = random.pick(texts)
  const value = rows[at - 1]?.[column]
  const text = value == null ? undefined : String(value)
  const other = text === undefined ? random.pick(['', 'x']) : editedText(random, text, !needed.includes(column))
  const literal = other === null ? 'NULL' : `'${other.replaceAll("'", "''")}'`
  return {
    name: `edit of ${column} at ${at} to ${literal}`,
    broken: at,
    statements: [`UPDATE audit_events SET "${column}" = ${literal} WHERE sequence = ${at}`],
  }
}

function editedText(random: Random, text: string, mayBeNull: boolean): string | null {
  const spot = random.below(text.length)
  const changed = `${text.slice(0, spot)}${text[spot] === 'x' ? 'y' : 'x'}${text.slice(spot + 1)}`
  return random.pick([changed, `${text} `, mayBeNull ? null : ` ${text}`])
}

function editInstant(random: Random, { at }: Target): Tampering {
  const instant = `20${10 + random.below(15)}-05-01T12:00:00.${100 + random.below(900)}+00:00`
  return {
    name: `edit of at at ${at} to ${instant}`,
    broken: at,
    statements: [`UPDATE audit_events SET at = '${instant}' WHERE sequence = ${at}`],
  }
}

function remove(random: Random, { rows, at }: Target): Tampering {
  const last = Math.min(rows.length, at + random.below(3))
  const isClosed = random.chance(0.5)
  return {
    name: `deletion of ${at} to ${last}, gap ${isClosed ? 'closed' : 'open'}`,
    broken: at,
    statements: [
      `DELETE FROM audit_events WHERE sequence BETWEEN ${at} AND ${last}`,
      ...(isClosed ? shift(last + 1, at - last - 1) : []),
    ],
  }
}

function insert(random: Random, { rows, at }: Target): Tampering {
  const place = random.pick([1 - at, rows.length + 1, at])
  const name = `insertion at ${place}`
  const copy = (sequence: number) => `INSERT INTO audit_events (id, sequence, at, type, data, hash)
    SELECT 'evt_forged', ${place}, at, type, data, hash FROM audit_events WHERE sequence = ${sequence}`
  if (place === at) return { name, broken: at, statements: [...shift(at, 1), copy(at + 1)] }
  // Behind the end; or before the beginning, where the very first does not fit.
  return { name, broken: Math.max(place, 1), statements: [copy(at)] }
}

function swap(random: Random, { rows, at }: Target): Tampering {
  const other = 1 + ((at + random.below(rows.length - 1)) % rows.length)
  return {
    name: `swap of ${at} and ${other}`,
    broken: Math.min(at, other),
    statements: [
      `UPDATE audit_events SET sequence = 0 WHERE sequence = ${at}`,
      `UPDATE audit_events SET sequence = ${at} WHERE sequence = ${other}`,
      `UPDATE audit_events SET sequence = ${other} WHERE sequence = 0`,
    ],
  }
}

function truncate(_random: Random, { at }: Target): Tampering {
  return { name: `truncation from ${at}`, broken: at, statements: [`DELETE FROM audit_events WHERE sequence >= ${at}`] }
}

/** Moves every event from a sequence on, by way of the negative numbers: no two may meet. */
function shift(from: number, by: number): string[] {
  return [
    `UPDATE audit_events SET sequence = -(sequence + ${by}) WHERE sequence >= ${from}`,
    'UPDATE audit_events SET sequence = -sequence WHERE sequence < 0',
  ]
}

/** What makes every hash anew, as if the events had always been as they are. */
export async function rehash(store: Store): Promise<string[]> {
  let place: ChainPlace = genesis
  return (await store.listSealedEvents({ after: undefined, limit: 1_000 })).map((event) => {
    place = follow(place, event)
    return `UPDATE audit_events SET hash = '${place.hash}' WHERE sequence = ${event.sequence}`
  })
}
