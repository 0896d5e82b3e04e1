// Who is asking: the user, the app and the session behind the token of the request.

import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql'
import type { Client, Session, User } from '../authorization-server/storage.ts'
import type { AccessToken } from '../token/access-token.ts'
import { ClientObject } from './client-object.ts'
import { type ApiContext, findToken } from './context.ts'
import { Public } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'
import { SessionObject } from './session-object.ts'
import { UserObject } from './user-object.ts'

@Public()
@ObjectType('Viewer', { description: 'The bearer of the token.' })
class ViewerObject {
  @Field(() => UserObject, { nullable: true, description: 'Null when a client acts for itself.' })
  user!: UserObject | null

  @Field(() => ClientObject, { nullable: true, description: 'The app that the token was issued to.' })
  client!: ClientObject | null

  @Field(() => SessionObject, { nullable: true, description: 'Null when a client acts for itself.' })
  session!: SessionObject | null

  @Field(() => [ScopeScalar], { description: 'What the token reaches.' })
  scopes!: readonly string[]

  @Field(() => DateTimeScalar, { description: 'When the token expires.' })
  expiresAt!: Date
}

/** The query, and the records behind the token. */
@Resolver(() => ViewerObject)
export class ViewerQuery {
  @Public()
  @Query(() => ViewerObject, { nullable: true, description: 'The bearer of the token; null for a request without one.' })
  viewer(@Ctx() context: ApiContext): AccessToken | null {
    return findToken(context)
  }

  @FieldResolver(() => UserObject, { nullable: true })
  async user(@Root() { subject, clientId }: AccessToken, @Ctx() { authority }: ApiContext): Promise<User | undefined> {
    return subject === clientId ? undefined : authority.storage.findUser(subject)
  }

  @FieldResolver(() => ClientObject, { nullable: true })
  async client(@Root() { clientId }: AccessToken, @Ctx() { authority }: ApiContext): Promise<Client | undefined> {
    return authority.storage.findClient(clientId)
  }

  @FieldResolver(() => SessionObject, { nullable: true })
  async session(@Root() { sessionId }: AccessToken, @Ctx() { authority }: ApiContext): Promise<Session | undefined> {
    return sessionId === undefined ? undefined : authority.storage.findSession(sessionId)
  }
}
