// How administration begins, and begins again: the first administrator, and one who is locked out. For operators, on the database itself.

import { randomBytes } from 'node:crypto'
import { auditEntry, internalOrigin } from '../authorization-server/audit.ts'
import { isAlive } from '../authorization-server/client-authentication.ts'
import { newId } from '../authorization-server/identifiers.ts'
import { assertAcceptablePassword, type Passwords } from '../authorization-server/passwords.ts'
import { impliesOf } from '../authorization-server/registered-scopes.ts'
import { revocationOf } from '../authorization-server/sessions/end-sessions.ts'
import { sessionEnd } from '../authorization-server/sessions/session-end.ts'
import type { AuthorizationStorage, Client, ScopeDefinition } from '../authorization-server/storage.ts'
import { expandImplied } from '../scope/implied.ts'
import { isSubset } from '../scope/intersect.ts'
import { administratorTestOf } from './administrators.ts'
import { adminScopes } from './built-in-scopes.ts'
import type { AdministrationStorage, NewClient } from './storage.ts'
import { checkEmail, noUser } from './user-rules.ts'

/** What an operator works with: no keys, and no secret but the password. */
export interface OperatorTools {
  readonly storage: AuthorizationStorage & AdministrationStorage
  readonly passwords: Passwords
  readonly now: () => Date
}

/** Who is to administer, and with which password. */
export interface AdministratorLogin {
  readonly email: string
  readonly password: string
}

/** A password that nobody has to think of: 144 bits. */
export function randomPassword(): string {
  return randomBytes(18).toString('base64url')
}

/**
 * Makes the first administrator, who holds every scope, and an app to log in with if there is none.
 *
 * @throws {ConflictError} there is an administrator already, also when two ask at once; or the email is another user's
 * @throws {BadUserInputError} the email or the password cannot be such
 */
export async function createFirstAdministrator(tools: OperatorTools, login: AdministratorLogin) {
  const { storage, passwords } = tools
  const now = tools.now()
  const email = checkEmail('email', login.email)
  assertAcceptablePassword('password', login.password, email)
  const passwordHash = await passwords.hash(login.password)
  const facts = { displayName: null, passwordHash, scopes: ['*'], roleIds: [], isEnabled: true, createdAt: now }
  const user = { id: newId('usr', now), email, ...facts }
  const client = administrationApp(now)
  const { clientId, isNewClient } = await storage.createFirstAdministrator({
    user,
    client,
    audit: {
      user: auditEntry('user.created', now, internalOrigin, { targetId: user.id }),
      client: auditEntry('client.created', now, internalOrigin, { targetId: client.id }),
    },
    administrators: administratorTestOf,
    isWayIn: (known, definitions) => isWayIn(known, definitions, now),
  })
  return { user: { id: user.id, email }, clientId, isNewClient }
}

/**
 * Gives a user who is locked out a new password and every scope, enables them, and ends every session that there is: whoever else had the
 * old password is out.
 *
 * @throws {NotFoundError} there is no user of that id
 * @throws {BadUserInputError} the password cannot be one
 */
export async function recoverAdministrator(
  { storage, passwords, now: readClock }: OperatorTools,
  { id, password }: { id: string; password: string },
): Promise<{ revokedSessionCount: number }> {
  const found = await storage.findUser(id)
  if (!found) throw noUser()
  assertAcceptablePassword('password', password, found.email)
  const passwordHash = await passwords.hash(password)
  const now = readClock()
  const end = sessionEnd({ actorId: null, reason: 'recovered by an operator', origin: internalOrigin }, now)
  const changed = await storage.changeUser({ id, administrators: administratorTestOf }, (before) => {
    const scopes = before.scopes.includes('*') ? before.scopes : [...before.scopes, '*']
    const widened = [...(before.isEnabled ? [] : ['isEnabled']), ...(scopes === before.scopes ? [] : ['scopes'])]
    return {
      next: { ...before, passwordHash, scopes, isEnabled: true },
      at: now,
      revoking: { end, revocation: revocationOf({ userId: id }, now) },
      audit: (revokedSessionCount) => [
        auditEntry('user.password_set', now, internalOrigin, { targetId: id, data: { revokedSessionCount } }),
        ...(widened.length > 0
          ? [auditEntry('user.updated', now, internalOrigin, { targetId: id, data: { changed: widened } })]
          : []),
      ],
    }
  })
  if (!changed) throw noUser()
  const rest = await storage.endSessions({ userId: id }, end)
  return { revokedSessionCount: changed.revokedSessionCount + rest }
}

/** Whether an administrator can log in through a client and reach everything. */
function isWayIn(client: Client, definitions: readonly ScopeDefinition[], now: Date): boolean {
  const { type, isEnabled, isFirstParty, grantTypes, allowedScopes, secrets } = client
  const implies = impliesOf(definitions)
  const hasCredential = type === 'PUBLIC' || secrets.some((secret) => isAlive(secret, now))
  const takesLogins = isEnabled && isFirstParty && grantTypes.includes('PASSWORD') && hasCredential
  return takesLogins && isSubset(adminScopes, expandImplied(allowedScopes, implies))
}

function administrationApp(createdAt: Date): NewClient {
  return {
    id: newId('cli', createdAt),
    name: 'Fieldgate administration',
    description: null,
    type: 'PUBLIC',
    isFirstParty: true,
    grantTypes: ['PASSWORD', 'REFRESH_TOKEN', 'TOKEN_EXCHANGE'],
    allowedScopes: ['*'],
    defaultScopes: adminScopes,
    allowedAudiences: [],
    accessTokenLifetimeSeconds: null,
    refreshTokenIdleSeconds: null,
    refreshTokenAbsoluteSeconds: null,
    isEnabled: true,
    secrets: [],
    createdAt,
  }
}
