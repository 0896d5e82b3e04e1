// Whose session it is: from someone else's, the user and the client are reached only with the scope that reads them directly.

import type { Session } from '../authorization-server/storage.ts'
import { createNotice, createRefusalError } from '../resource-server/refusal-error.ts'
import { covers } from '../scope/covers.ts'
import { type ApiContext, findToken } from './context.ts'

/** What a session leads to. */
export type SessionLink = 'user' | 'client'

const scopes: Readonly<Record<SessionLink, string>> = { user: 'users:read', client: 'clients:read' }
const begun = new WeakSet<Session>()

/** Notes that the caller has shown this user's password, so that the session is theirs whatever token came along, or none. */
export function noteBegun(session: Session): void {
  begun.add(session)
}

/**
 * Lets the owner of a session follow its link, and whoever holds the scope for any.
 *
 * No rule in the schema can say this: the gate decides before anyone knows whose session it will be.
 *
 * @throws {GraphQLError} UNAUTHORIZED_FIELD_OR_TYPE, as the gate would refuse a field with such a rule
 */
export function assertMayFollow(link: SessionLink, session: Session, context: ApiContext): void {
  const token = findToken(context)
  const scope = scopes[link]
  if (begun.has(session) || token?.subject === session.userId || token?.scopes.some((held) => covers(held, scope))) return
  const reason = token ? 'INSUFFICIENT_SCOPE' : 'UNAUTHENTICATED'
  const facts = { requiredScopes: [[scope]], missingScopes: [scope], isOpenToNoOne: false }
  throw createRefusalError(createNotice({ coordinate: `Session.${link}`, reason, ...facts }, { token, disclose: 'scopes' }))
}
