// The session, as the API shows it.

import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql'
import type { Client, Session, User } from '../authorization-server/storage.ts'
import { NotFoundError } from '../errors.ts'
import { ClientObject } from './client-object.ts'
import type { ApiContext } from './context.ts'
import { Public } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'
import { assertMayFollow, noteOwner } from './session-owner.ts'
import { UserObject } from './user-object.ts'

/** The values of SessionStatus, as TypeGraphQL takes them. */
export const SessionStatusEnum = { ACTIVE: 'ACTIVE', EXPIRED: 'EXPIRED', REVOKED: 'REVOKED' } as const
registerEnumType(SessionStatusEnum, {
  name: 'SessionStatus',
  description: 'Whether a session can still be refreshed.',
  valuesConfig: {
    ACTIVE: { description: 'It can.' },
    EXPIRED: { description: 'It was idle too long, or reached its absolute end.' },
    REVOKED: { description: 'It was ended before its time.' },
  },
})

@Public()
@ObjectType('Session', { description: 'One login on one device: a family of refresh tokens.' })
export class SessionObject {
  @Field(() => ID, { description: 'Identifies the session; `sid` in its access tokens.' })
  id!: string

  @Field(() => UserObject, { description: "Who logged in. Of someone else's session it needs `users:read`." })
  user!: UserObject

  @Field(() => ClientObject, { description: "The app that was logged in to. Of someone else's session it needs `clients:read`." })
  client!: ClientObject

  @Field(() => SessionStatusEnum, { description: 'Whether it can still be refreshed.' })
  status!: keyof typeof SessionStatusEnum

  @Field(() => [ScopeScalar], { description: 'What its refresh token reaches.' })
  scopes!: readonly string[]

  @Field(() => String, { nullable: true, description: 'What the app called the device.' })
  deviceName!: string | null

  @Field(() => String, { nullable: true, description: 'Where the login came from.' })
  ipAddress!: string | null

  @Field(() => String, { nullable: true, description: 'What the login came with as User-Agent.' })
  userAgent!: string | null

  @Field(() => DateTimeScalar, { description: 'The login.' })
  createdAt!: Date

  @Field(() => DateTimeScalar, { description: 'The login or the last refresh.' })
  lastUsedAt!: Date

  @Field(() => DateTimeScalar, { description: 'When it ends if it is not refreshed.' })
  expiresAt!: Date

  @Field(() => DateTimeScalar, { description: 'When it ends however often it is refreshed.' })
  absoluteExpiresAt!: Date

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was ended before its time.' })
  revokedAt!: Date | null

  @Field(() => String, { nullable: true, description: 'Why it was ended before its time.' })
  revokedReason!: string | null
}

/** Fields of a session that are found by looking elsewhere. */
@Resolver(() => SessionObject)
export class SessionFields {
  @FieldResolver(() => SessionStatusEnum)
  status(@Root() session: Session, @Ctx() { authority }: ApiContext): keyof typeof SessionStatusEnum {
    if (session.revokedAt) return 'REVOKED'
    return session.expiresAt <= authority.now() ? 'EXPIRED' : 'ACTIVE'
  }

  @FieldResolver(() => UserObject)
  async user(@Root() session: Session, @Ctx() context: ApiContext): Promise<User> {
    assertMayFollow('user', session, context)
    const user = await context.loaders.user.load(session.userId)
    if (!user) throw new NotFoundError('The user of this session is gone.')
    noteOwner(session, user)
    return user
  }

  @FieldResolver(() => ClientObject)
  async client(@Root() session: Session, @Ctx() context: ApiContext): Promise<Client> {
    assertMayFollow('client', session, context)
    const client = await context.loaders.client.load(session.clientId)
    if (!client) throw new NotFoundError('The client of this session is gone.')
    return client
  }
}
