// The mutations that end sessions from outside of them: revokeSession, revokeSessions.

import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, Field, ID, Info, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql'
import {
  findSessionToEnd,
  revokeSession,
  revokeSessions,
  type SessionOwner,
} from '../authorization-server/sessions/end-sessions.ts'
import type { Session } from '../authorization-server/storage.ts'
import { BadUserInputError } from '../errors.ts'
import { type ApiContext, getToken } from './context.ts'
import { inputArgument } from './input-argument.ts'
import { Authenticated, RequiresScopes } from './rules.ts'
import { selectedFields } from './selected-fields.ts'
import { SessionObject } from './session-object.ts'
import { assertMayFollow, assertMaySelect } from './session-owner.ts'

@InputType('RevokeSessionInput', { description: 'Which session to end.' })
class RevokeSessionInput {
  @Field(() => ID, { description: 'As in `ses_…`.' })
  id!: string
}

@InputType('RevokeSessionsInput', { description: 'Whose sessions to end: exactly one of the two.' })
class RevokeSessionsInput {
  @Field(() => ID, { nullable: true, description: 'All of this user.' })
  userId?: string | null

  @Field(() => ID, { nullable: true, description: 'All that were begun through this client.' })
  clientId?: string | null
}

@Authenticated()
@ObjectType('RevokeSessionPayload', { description: 'The session that ended.' })
class RevokeSessionPayload {
  @Field(() => SessionObject, { description: 'As it is now.' })
  session!: SessionObject
}

@RequiresScopes(['sessions:write'])
@ObjectType('RevokeSessionsPayload', { description: 'What was ended.' })
class RevokeSessionsPayload {
  @Field(() => Int, { description: 'How many sessions ended that could still have been refreshed.' })
  revokedSessionCount!: number
}

/** Each mutation hands its input to the authorization server. */
@Resolver()
export class SessionEnds {
  @Authenticated()
  @Mutation(() => RevokeSessionPayload, {
    description: "Ends one of one's own sessions, or with `sessions:write` anyone's. One that has ended stays as it is.",
  })
  async revokeSession(
    @Arg('input', () => RevokeSessionInput, inputArgument) { id }: RevokeSessionInput,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<{ session: Session }> {
    const token = getToken(context)
    const selected = selectedFields(info, ['session'])
    const links = (['user', 'client'] as const).filter((link) => selected.has(link))
    if (links.length > 0) {
      // A mutation of which something is refused is not to have done the rest.
      const session = await findSessionToEnd(context.authority, token, id)
      for (const link of links) assertMayFollow(link, session, context)
      assertMaySelect(session.userId, { info, path: ['session', 'user'] }, context)
    }
    return { session: await revokeSession(context.authority, token, id, context.origin) }
  }

  @RequiresScopes(['sessions:write'])
  @Mutation(() => RevokeSessionsPayload, {
    description:
      'Ends every session of a user or a client, with every token issued so far. Tokens that the client gets within the next five seconds are refused too.',
  })
  async revokeSessions(
    @Arg('input', () => RevokeSessionsInput, inputArgument) input: RevokeSessionsInput,
    @Ctx() context: ApiContext,
  ): Promise<RevokeSessionsPayload> {
    const { authority, origin } = context
    const ending = { actorId: getToken(context).subject, reason: 'revoked by an administrator', origin }
    return { revokedSessionCount: await revokeSessions(authority, readOwner(input), ending) }
  }
}

function readOwner({ userId, clientId }: RevokeSessionsInput): SessionOwner {
  if (userId != null && clientId == null) return { userId }
  if (clientId != null && userId == null) return { clientId }
  throw new BadUserInputError('userId', 'Give either userId or clientId, and not both.')
}
