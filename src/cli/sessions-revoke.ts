// What `fieldgate sessions revoke` does: finds out who is meant, asks, and ends.

import { readFileSync } from 'node:fs'
import { internalOrigin } from '../authorization-server/audit.ts'
import { endSession, revokeSessions, type SessionOwner } from '../authorization-server/end-sessions.ts'
import { normalizeEmail } from '../authorization-server/grants/password.ts'
import { readConfig } from '../config.ts'
import { NotFoundError } from '../errors.ts'
import { WrongInputError } from '../review/wrong-input.ts'
import { openStore, type Store } from '../store/store.ts'
import { type ExitCode, print, printJson, talk } from './answer.ts'
import { confirm } from './confirm.ts'

/** As commander reads them. */
export interface RevokeOptions {
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

const ending = { actorId: null, reason: 'revoked by an operator' }

/**
 * Ends what the options name.
 *
 * @returns 1 when it does not exist, or whoever was asked did not say yes
 * @throws {WrongInputError} not exactly one was named, or there is no one to ask
 * @throws {ConfigError} the settings are not those of a service
 */
export async function runSessionsRevoke(options: RevokeOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  assertOne(options)
  const config = readConfig(environment, (path) => readFileSync(path, 'utf8'), { mode: 'production' })
  const store = await openStore(config.databaseUrl, { onPoisoned: () => process.exit(1) })
  try {
    const target = await findTarget(store, options)
    if (!(await confirm({ warning: warn(target), isYes: options.yes === true, input: process.stdin, output: process.stderr }))) {
      talk(['Nothing was ended.'])
      return 1
    }
    await end(store, target, options.json === true)
    return 0
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    talk([error.message])
    return 1
  } finally {
    await store.close()
  }
}

function assertOne({ user, client, session }: RevokeOptions): void {
  if ([user, client, session].filter((each) => each !== undefined).length === 1) return
  throw new WrongInputError(['Name exactly one of --user, --client and --session.'])
}

async function findTarget(store: Store, { user = '', client, session }: RevokeOptions): Promise<Target> {
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
    const { revokedAt, revokedReason } = await endSession(authority, id, ending, internalOrigin)
    if (isJson) printJson({ kind, id, revokedAt, revokedReason })
    else print(`Ended ${name}.\n`)
    return
  }
  const owner: SessionOwner = kind === 'user' ? { userId: id } : { clientId: id }
  const revokedSessionCount = await revokeSessions(authority, owner, ending, internalOrigin)
  if (isJson) printJson({ kind, id, revokedSessionCount })
  else print(`Ended ${name}: ${revokedSessionCount} could still have been refreshed.\n`)
}
