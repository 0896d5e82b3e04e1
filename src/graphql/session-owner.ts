// Whose sessions they are: someone else's, and from those the user and the client, are reached only with the scope that reads them directly.

import type { GraphQLResolveInfo } from 'graphql'
import type { Session, User } from '../authorization-server/storage.ts'
import { createNotice, createRefusalError } from '../resource-server/refusal-error.ts'
import { covers } from '../scope/covers.ts'
import { type ApiContext, findToken } from './context.ts'
import { selectedFields } from './selected-fields.ts'

/** What a session leads to. */
export type SessionLink = 'user' | 'client'

const scopes: Readonly<Record<SessionLink, string>> = { user: 'users:read', client: 'clients:read' }
const begun = new WeakSet<Session>()
const loggedIn = new WeakSet<User>()

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
  if (begun.has(session)) return
  assertOwnOr(scopes[link], { ownerId: session.userId, coordinate: `Session.${link}` }, context)
}

/** Notes that a user is the one whose password the caller has shown, if the session is theirs from that. */
export function noteOwner(session: Session, user: User): void {
  if (begun.has(session)) loggedIn.add(user)
}

/** Notes the same of the sessions that were listed of such a user. */
export function noteListed(user: User, sessions: readonly Session[]): void {
  if (loggedIn.has(user)) for (const session of sessions) begun.add(session)
}

/**
 * Lets users list their own sessions, with any token of theirs, and whoever holds the scope for any.
 *
 * @throws {GraphQLError} UNAUTHORIZED_FIELD_OR_TYPE, as the gate would refuse a field with such a rule
 */
export function assertMayListSessions(user: User, context: ApiContext): void {
  if (loggedIn.has(user)) return
  assertOwnOr('sessions:read', { ownerId: user.id, coordinate: 'User.sessions' }, context)
}

/**
 * Looks ahead at what a mutation selects beneath a user, before it is done: one of which something is refused is not to have done the rest.
 *
 * @param info of the mutation's field
 * @param path from there to the user
 */
export function assertMaySelect(userId: string, { info, path }: UserSelection, context: ApiContext): void {
  for (let [place, selected] = [path, selectedFields(info, path)]; selected.has('sessions'); ) {
    assertOwnOr('sessions:read', { ownerId: userId, coordinate: 'User.sessions' }, context)
    const nodes = [...place, 'sessions', 'nodes']
    const links = selectedFields(info, nodes)
    for (const link of ['user', 'client'] as const)
      if (links.has(link)) assertOwnOr(scopes[link], { ownerId: userId, coordinate: `Session.${link}` }, context)
    place = [...nodes, 'user']
    selected = selectedFields(info, place)
  }
}

/** Where an operation selects fields of a user. */
export interface UserSelection {
  readonly info: GraphQLResolveInfo
  readonly path: readonly string[]
}

function assertOwnOr(scope: string, { ownerId, coordinate }: { ownerId: string; coordinate: string }, context: ApiContext): void {
  const token = findToken(context)
  if (token?.subject === ownerId || token?.scopes.some((held) => covers(held, scope))) return
  const reason = token ? 'INSUFFICIENT_SCOPE' : 'UNAUTHENTICATED'
  const facts = { requiredScopes: [[scope]], missingScopes: [scope], isOpenToNoOne: false }
  throw createRefusalError(createNotice({ coordinate, reason, ...facts }, { token, disclose: 'scopes' }))
}
