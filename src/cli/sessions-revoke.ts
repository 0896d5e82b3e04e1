// What `fieldgate sessions revoke` does: finds out who is meant, asks, and ends.

import { internalOrigin } from '../authorization-server/audit.ts'
import { normalizeEmail } from '../authorization-server/grants/password.ts'
import { endSession, revokeSessions, type SessionOwner } from '../authorization-server/sessions/end-sessions.ts'
import type { Ending } from '../authorization-server/sessions/session-end.ts'
import { NotFoundError } from '../errors.ts'
import { WrongInputError } from '../review/wrong-input.ts'
import type { Store } from '../store/store.ts'
import { type ExitCode, print, printJson } from './answer.ts'
import { onceConfirmed } from './confirm.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface SessionsRevokeOptions {
  readonly user?: string
  readonly client?: string
  readonly session?: string
  readonly yes?: boolean
  readonly json?: boolean
}

/** What is to end: its kind and its id, and what people call it. */
interface Target {
  readonly kind: 'user' | 'client' | 'session'
  readonly id: string
  readonly name: string
}

const ending: Ending = { actorId: null, reason: 'revoked by an operator', origin: internalOrigin }

/**
 * Ends what the options name.
 *
 * @returns 1 when it does not exist, or whoever was asked did not say yes
 * @throws {WrongInputError} not exactly one was named, or there is no one to ask
 * @throws {ConfigError} the settings are not those of a service
 */
export async function runSessionsRevoke(options: SessionsRevokeOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  assertOne(options)
  return onDatabase(environment, async ({ store }) => {
    const target = await findTarget(store, options)
    const isYes = options.yes === true
    const asked = { warning: warn(target), refusal: 'Nothing was ended.', isYes, input: process.stdin, output: process.stderr }
    return onceConfirmed(asked, async () => {
      await end(store, target, options.json === true)
      return 0
    })
  })
}

function assertOne({ user, client, session }: SessionsRevokeOptions): void {
  if ([user, client, session].filter((each) => each !== undefined).length === 1) return
  throw new WrongInputError(['Name exactly one of --user, --client and --session.'])
}

async function findTarget(store: Store, { user = '', client, session }: SessionsRevokeOptions): Promise<Target> {
  if (session !== undefined) {
    const found = await store.findSession(session)
    if (!found) throw new NotFoundError('There is no such session.')
    return { kind: 'session', id: found.id, name: `the session ${found.id} of ${found.userId}` }
  }
  if (client !== undefined) {
    const found = await store.findClient(client)
    if (!found) throw new NotFoundError('There is no such client.')
    return { kind: 'client', id: found.id, name: `every session and token of the client ${found.name} (${found.id})` }
  }
  const found = user.includes('@') ? await store.findUserByEmail(normalizeEmail(user)) : await store.findUser(user)
  if (!found) throw new NotFoundError('There is no such user.')
  return { kind: 'user', id: found.id, name: `every session of the user ${found.email} (${found.id})` }
}

function warn({ name }: Target): string {
  return `This ends ${name}.`
}

async function end(storage: Store, { kind, id, name }: Target, isJson: boolean): Promise<void> {
  const authority = { storage, now: () => new Date() }
  if (kind === 'session') {
    const { revokedAt, revokedReason } = await endSession(authority, id, ending)
    if (isJson) printJson({ kind, id, revokedAt, revokedReason })
    else print(`Ended ${name}.\n`)
    return
  }
  const owner: SessionOwner = kind === 'user' ? { userId: id } : { clientId: id }
  const revokedSessionCount = await revokeSessions(authority, owner, ending)
  if (isJson) printJson({ kind, id, revokedSessionCount })
  else print(`Ended ${name}: ${revokedSessionCount} could still have been refreshed.\n`)
}
