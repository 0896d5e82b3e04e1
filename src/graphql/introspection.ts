// What a resource server may learn of a token (RFC 7662).

import { Arg, Ctx, Field, ID, InputType, ObjectType, Query, Resolver } from 'type-graphql'
import { introspectToken, type TokenInfo } from '../authorization-server/introspection.ts'
import type { ApiContext } from './context.ts'
import { inputArgument } from './input-argument.ts'
import { Public, RequiresScopes } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'

@InputType('IntrospectTokenInput', { description: 'The token to look into.' })
class IntrospectTokenInput {
  @Field(() => String, { description: 'An access or refresh token.' })
  token!: string
}

@Public()
@ObjectType('TokenInfo', { description: 'What a token says (RFC 7662 section 2.2). Of one that is not active, only that.' })
class TokenInfoObject {
  @Field(() => Boolean, { description: 'Whether it can be used now.' })
  isActive!: boolean

  @Field(() => ID, { nullable: true, description: 'The user or client it acts for.' })
  subject?: string

  @Field(() => ID, { nullable: true, description: 'The app it was issued to.' })
  clientId?: string

  @Field(() => ID, { nullable: true, description: 'The login it belongs to.' })
  sessionId?: string

  @Field(() => ID, { nullable: true, description: 'Its own id; access tokens only.' })
  tokenId?: string

  @Field(() => [ScopeScalar], { nullable: true, description: 'What it reaches.' })
  scopes?: readonly string[]

  @Field(() => String, { nullable: true, description: 'Who it is meant for.' })
  audience?: string

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was issued.' })
  issuedAt?: Date

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it expires.' })
  expiresAt?: Date

  @Field(() => String, { nullable: true, description: 'The key that signed it; access tokens only.' })
  keyId?: string
}

/** The query that resource servers ask when they do not verify tokens themselves. */
@Resolver()
export class Introspection {
  @RequiresScopes(['tokens:introspect'])
  @Query(() => TokenInfoObject, { description: 'Looks into a token of this service.' })
  introspectToken(
    @Arg('input', () => IntrospectTokenInput, inputArgument) { token }: IntrospectTokenInput,
    @Ctx() { authority, origin }: ApiContext,
  ): Promise<TokenInfo> {
    return introspectToken(authority, token, origin)
  }
}
