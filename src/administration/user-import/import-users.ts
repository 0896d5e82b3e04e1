// Imports users: row by row judged, batch by batch written, so that what was interrupted can be run again.

import { auditEntry, internalOrigin } from '../../authorization-server/audit.ts'
import { newId } from '../../authorization-server/identifiers.ts'
import type { Passwords } from '../../authorization-server/passwords.ts'
import type { AuthorizationStorage } from '../../authorization-server/storage.ts'
import { FieldgateError, InternalError, InvalidScopeError, NotFoundError } from '../../errors.ts'
import { checkScopes } from '../checks.ts'
import type { GrantView, NewUser } from '../user-storage.ts'
import { type CheckedUser, checkRow, type Known } from './check-row.ts'
import type { Refusal, Row, RowOrRefusal } from './rows.ts'
import type { UserBatch, UserImportStorage } from './storage.ts'

/** What an import works with. */
export interface UserImportTools {
  readonly storage: UserImportStorage & Pick<AuthorizationStorage, 'listScopeDefinitions'>
  readonly passwords: Passwords
  readonly now: () => Date
}

/** What to import, and whom to tell. */
export interface UserImportRequest {
  readonly rows: AsyncIterable<RowOrRefusal>
  /** Writes and hashes nothing. */
  readonly isDryRun: boolean
  readonly onRefused: (refusal: Refusal) => void
  /** Told after every batch. */
  readonly onProgress: (counts: UserImportCounts) => void
}

/** How far it has come, in rows. */
export interface UserImportCounts {
  /** With a dry run, those that would be made. */
  readonly createdCount: number
  /** Whose email is taken: by an earlier run, or by anyone. */
  readonly skippedCount: number
  readonly refusedCount: number
}

/** A batch is a transaction; of passwords fewer, since they are hashed before, and lost when the process dies. */
const [maxUsers, maxPasswords] = [500, 64]

/**
 * Makes a user of every row whose email nobody has. A batch is written with the events of its users, or not at all.
 *
 * @throws {DocumentError} the rows cannot be read any further; the batches before are written
 */
export async function importUsers(tools: UserImportTools, request: UserImportRequest): Promise<UserImportCounts> {
  const counts = { createdCount: 0, skippedCount: 0, refusedCount: 0 }
  const known = await readKnown(tools)
  const seen = new Set<string>()
  const refuse = (refusal: Refusal) => {
    counts.refusedCount++
    request.onRefused(refusal)
  }
  let batch: CheckedUser[] = []
  const write = async () => {
    const made = await writeBatch(tools, { batch, isDryRun: request.isDryRun, refuse })
    counts.createdCount += made.createdCount
    counts.skippedCount += made.skippedCount
    batch = []
    request.onProgress({ ...counts })
  }
  for await (const row of request.rows) {
    const judged = 'code' in row ? row : judge(row, known, seen)
    if ('code' in judged) refuse(judged)
    else batch.push(judged)
    if (batch.length >= maxUsers || batch.filter(({ secret }) => 'password' in secret).length >= maxPasswords) await write()
  }
  await write()
  return counts
}

async function readKnown({ storage }: UserImportTools): Promise<Known> {
  const [roles, definitions] = [await storage.listAllRoles(), await storage.listScopeDefinitions()]
  return { roles: new Map(roles.map((role) => [role.name, role])), definitions }
}

function judge(row: Row, known: Known, seen: Set<string>): CheckedUser | Refusal {
  try {
    const user = checkRow(row, known)
    if (seen.has(user.email))
      return { line: row.line, code: 'CONFLICT', field: 'email', message: 'Another row before it has the same email.' }
    seen.add(user.email)
    return user
  } catch (error) {
    return refusalOf(row.line, error)
  }
}

/** @throws what is no fault of the row */
function refusalOf(line: number, error: unknown): Refusal {
  if (!(error instanceof FieldgateError) || error instanceof InternalError) throw error
  const { code, extensions } = error
  if (error instanceof InvalidScopeError) {
    const names = (extensions.scopes as readonly string[]).map((scope) => JSON.stringify(scope.slice(0, 100)))
    return { line, code, field: 'scopes', message: `There are no such scopes: ${names.slice(0, 10).join(', ')}.` }
  }
  // Nothing else of a row can be missing.
  const field = error instanceof NotFoundError ? 'roles' : String(extensions.field)
  return { line, code, field, message: error.message }
}

interface Batch {
  readonly batch: readonly CheckedUser[]
  readonly isDryRun: boolean
  readonly refuse: (refusal: Refusal) => void
}

async function writeBatch({ storage, passwords, now: readClock }: UserImportTools, { batch, isDryRun, refuse }: Batch) {
  const taken = await storage.findTakenEmails(batch.map(({ email }) => email))
  const missing = batch.filter(({ email }) => !taken.has(email))
  if (isDryRun || missing.length === 0) return { createdCount: missing.length, skippedCount: batch.length - missing.length }
  // Before the transaction, and all at once: the queue lets through as many as there are cores.
  const hashes = await Promise.all(
    missing.map(({ secret }) => ('hash' in secret ? secret.hash : passwords.hash(secret.password))),
  )
  const at = readClock()
  const users = missing.map((user, index) => ({ line: user.line, user: toNewUser(user, { hash: hashes[index] ?? '', at }) }))
  const roleIds = [...new Set(missing.flatMap((user) => user.roleIds))]
  let refused: Refusal[] = []
  const ids = await storage.createUsers(roleIds, (view): UserBatch => {
    refused = users.flatMap(({ line, user }) => unfit(line, user, view))
    const lines = new Set(refused.map(({ line }) => line))
    return { users: users.filter(({ line }) => !lines.has(line)).map(({ user }) => user), audit: (made) => eventsOf(made, at) }
  })
  refused.forEach(refuse)
  return { createdCount: ids.length, skippedCount: batch.length - ids.length - refused.length }
}

function toNewUser({ email, displayName, roleIds, scopes }: CheckedUser, { hash, at }: { hash: string; at: Date }): NewUser {
  return { id: newId('usr', at), email, displayName, passwordHash: hash, roleIds, scopes, isEnabled: true, createdAt: at }
}

/** Roles and scopes may be gone since the row was judged. */
function unfit(line: number, { roleIds, scopes }: NewUser, { roles, definitions }: GrantView): Refusal[] {
  try {
    checkScopes('scopes', scopes, definitions)
  } catch (error) {
    return [refusalOf(line, error)]
  }
  if (roleIds.every((id) => roles.some((role) => role.id === id))) return []
  return [{ line, code: 'NOT_FOUND', field: 'roles', message: 'The role was deleted meanwhile.' }]
}

function eventsOf(ids: readonly string[], at: Date) {
  return [
    auditEntry('users.imported', at, internalOrigin, { data: { createdCount: ids.length } }),
    ...ids.map((id) => auditEntry('user.created', at, internalOrigin, { targetId: id })),
  ]
}
