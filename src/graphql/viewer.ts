// Who is asking: the user, the app and the session behind the token of the request.

import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql'
import type { Client, Session, User } from '../authorization-server/storage.ts'
import type { AccessToken } from '../token/access-token.ts'
import { ClientType } from './client-type.ts'
import { type ApiContext, findToken } from './context.ts'
import { Public } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'
import { SessionType } from './session-type.ts'
import { UserType } from './user-type.ts'

@Public()
@ObjectType('Viewer', { description: 'The bearer of the token.' })
class ViewerType {
  @Field(() => UserType, { nullable: true, description: 'Null when a client acts for itself.' })
  user!: UserType | null

  @Field(() => ClientType, { nullable: true, description: 'The app that the token was issued to.' })
  client!: ClientType | null

  @Field(() => SessionType, { nullable: true, description: 'Null when a client acts for itself.' })
  session!: SessionType | null

  @Field(() => [ScopeScalar], { description: 'What the token reaches.' })
  scopes!: readonly string[]

  @Field(() => DateTimeScalar, { description: 'When the token expires.' })
  expiresAt!: Date
}

@Resolver(() => ViewerType)
export class ViewerQuery {
  @Public()
  @Query(() => ViewerType, { nullable: true, description: 'The bearer of the token; null for a request without one.' })
  viewer(@Ctx() context: ApiContext): AccessToken | null {
    return findToken(context)
  }

  @FieldResolver(() => UserType, { nullable: true })
  async user(@Root() { subject, clientId }: AccessToken, @Ctx() { authority }: ApiContext): Promise<User | undefined> {
    return subject === clientId ? undefined : authority.storage.findUser(subject)
  }

  @FieldResolver(() => ClientType, { nullable: true })
  async client(@Root() { clientId }: AccessToken, @Ctx() { authority }: ApiContext): Promise<Client | undefined> {
    return authority.storage.findClient(clientId)
  }

  @FieldResolver(() => SessionType, { nullable: true })
  async session(@Root() { sessionId }: AccessToken, @Ctx() { authority }: ApiContext): Promise<Session | undefined> {
    return sessionId === undefined ? undefined : authority.storage.findSession(sessionId)
  }
}
