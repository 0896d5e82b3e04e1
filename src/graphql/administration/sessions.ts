// Sessions, listed: anyone's, and those of one user.

import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Query, Resolver, Root } from 'type-graphql'
import type { SessionFilter } from '../../administration/session-list-storage.ts'
import type { Session, User } from '../../authorization-server/storage.ts'
import { type Connection, connectionOf, type PageArguments, readPage, toConnection } from '../connection.ts'
import type { ApiContext } from '../context.ts'
import { RequiresScopes } from '../rules.ts'
import { SessionObject, SessionStatusEnum } from '../session-object.ts'
import { assertMayListSessions, noteListed } from '../session-owner.ts'
import { UserObject } from '../user-object.ts'

// The fields that lead there decide: to one's own sessions any token does.
const SessionConnection = connectionOf('SessionConnection', SessionObject, [])

@InputType('SessionFilter', { description: 'Which sessions to list: those that fit all of it.' })
class SessionFilterInput {
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null

  @Field(() => ID, { nullable: true, description: 'Begun through this client.' })
  clientId?: string | null

  @Field(() => SessionStatusEnum, { nullable: true, description: 'That stand so now.' })
  status?: keyof typeof SessionStatusEnum | null
}

/** The list for administrators. */
@Resolver()
export class Sessions {
  @RequiresScopes(['sessions:read'])
  @Query(() => SessionConnection, { description: 'Sessions, newest first.' })
  async sessions(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Arg('filter', () => SessionFilterInput, { nullable: true, description: 'All of them, when missing.' })
    filter: SessionFilterInput | null,
    @Ctx() context: ApiContext,
  ): Promise<Connection<Session>> {
    return list({ first: first ?? 20, after }, filter ?? {}, context)
  }
}

/** The list of one user, for them and for administrators. */
@Resolver(() => UserObject)
export class UserSessions {
  @FieldResolver(() => SessionConnection, {
    description: "The user's sessions, newest first. Someone else's need `sessions:read`.",
  })
  async sessions(
    @Root() user: User,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Ctx() context: ApiContext,
  ): Promise<Connection<Session>> {
    assertMayListSessions(user, context)
    const { loaders } = context
    const page = readPage('session', { first: first ?? 20, after })
    const found = await loaders.sessions.load({ userId: user.id, page })
    noteListed(user, found.nodes)
    return toConnection('session', found, { keyOf: ({ id }) => id, count: () => loaders.sessionCount.load(user.id) })
  }
}

async function list(page: PageArguments, filter: SessionFilter, { authority }: ApiContext): Promise<Connection<Session>> {
  const { storage, now: readClock } = authority
  const now = readClock()
  const found = await storage.listSessions(readPage('session', page), filter, now)
  return toConnection('session', found, { keyOf: ({ id }) => id, count: () => storage.countSessions(filter, now) })
}
