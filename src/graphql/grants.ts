// The mutations that give tokens: login, refresh, clientCredentials, exchangeToken.

import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql'
import { clientCredentialsGrant } from '../authorization-server/grants/client-credentials.ts'
import { passwordGrant } from '../authorization-server/grants/password.ts'
import { refreshTokenGrant } from '../authorization-server/grants/refresh-token.ts'
import { tokenExchangeGrant } from '../authorization-server/grants/token-exchange.ts'
import { type ApiContext, getToken } from './context.ts'
import { inputArgument } from './input-argument.ts'
import { Authenticated, Public } from './rules.ts'
import { ScopeScalar } from './scalars.ts'
import { SessionObject } from './session-object.ts'
import { noteBegun } from './session-owner.ts'
import { TokenSetObject } from './token-set-object.ts'

@InputType('LoginInput', { description: 'A user logs in to a first-party app.' })
class LoginInput {
  @Field(() => String, { description: 'Compared without regard to case.' })
  email!: string

  @Field(() => String, { description: 'At most 1,024 characters.' })
  password!: string

  @Field(() => ID, { description: 'The app that asks.' })
  clientId!: string

  @Field(() => String, { nullable: true, description: 'For confidential clients only.' })
  clientSecret?: string | null

  @Field(() => [ScopeScalar], {
    nullable: true,
    description: "Omitted: the client's defaults, within what the user may. An empty list: none.",
  })
  scopes?: readonly string[] | null

  @Field(() => String, { nullable: true, description: "Omitted: the issuer's default audience." })
  audience?: string | null

  @Field(() => String, { nullable: true, description: 'For the list of sessions; at most 100 characters.' })
  deviceName?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'From the last login on this device: with it, those who guess at the password elsewhere do not stand in its way.',
  })
  deviceToken?: string | null
}

@InputType('RefreshInput', { description: 'A session goes on.' })
class RefreshInput {
  @Field(() => String, { description: 'Spent by this; its successor is in the answer.' })
  refreshToken!: string

  @Field(() => ID, { description: 'The app the token was given to.' })
  clientId!: string

  @Field(() => String, { nullable: true, description: 'For confidential clients only.' })
  clientSecret?: string | null

  @Field(() => [ScopeScalar], { nullable: true, description: 'Narrows the access token; the refresh token keeps its own.' })
  scopes?: readonly string[] | null
}

@InputType('ClientCredentialsInput', { description: 'A confidential client acts for itself.' })
class ClientCredentialsInput {
  @Field(() => ID, { description: 'The client that asks.' })
  clientId!: string

  @Field(() => String, { description: 'One of its secrets.' })
  clientSecret!: string

  @Field(() => [ScopeScalar], { nullable: true, description: "Omitted: the client's defaults. An empty list: none." })
  scopes?: readonly string[] | null

  @Field(() => String, { nullable: true, description: "Omitted: the issuer's default audience." })
  audience?: string | null
}

@InputType('ExchangeTokenInput', { description: 'A narrower token for the one the request carries.' })
class ExchangeTokenInput {
  @Field(() => [ScopeScalar], { description: 'Each must be within the token.' })
  scopes!: readonly string[]

  @Field(() => String, { nullable: true, description: "Omitted: the token's own." })
  audience?: string | null

  @Field(() => Int, { nullable: true, description: 'At most what the token has left, which is the default.' })
  lifetimeSeconds?: number | null
}

@Public()
@ObjectType('LoginPayload', { description: 'The tokens of a new session.' })
class LoginPayload {
  @Field(() => TokenSetObject, { description: 'An access token and a refresh token.' })
  tokens!: TokenSetObject

  @Field(() => SessionObject, { description: 'The session that has begun.' })
  session!: SessionObject

  @Field(() => String, {
    description:
      'Opaque, for 180 days. Keep it beyond the logout and send it with the next login on this device; it opens nothing.',
  })
  deviceToken!: string
}

@Public()
@ObjectType('RefreshPayload', { description: 'The next tokens of a session.' })
class RefreshPayload {
  @Field(() => TokenSetObject, { description: 'An access token and the next refresh token.' })
  tokens!: TokenSetObject
}

@Public()
@ObjectType('ClientCredentialsPayload', { description: 'A token for the client itself.' })
class ClientCredentialsPayload {
  @Field(() => TokenSetObject, { description: 'An access token; there is no refresh token.' })
  tokens!: TokenSetObject
}

@Authenticated()
@ObjectType('ExchangeTokenPayload', { description: 'A narrower token.' })
class ExchangeTokenPayload {
  @Field(() => TokenSetObject, { description: 'An access token; there is no refresh token.' })
  tokens!: TokenSetObject
}

/** Each mutation hands its input to the grant of its name. */
@Resolver()
export class Grants {
  @Public()
  @Mutation(() => LoginPayload, { description: 'Begins a session with an email and a password.' })
  async login(@Arg('input', () => LoginInput, inputArgument) input: LoginInput, @Ctx() { authority, origin }: ApiContext) {
    const payload = await passwordGrant(authority, input, origin)
    noteBegun(payload.session)
    return payload
  }

  @Public()
  @Mutation(() => RefreshPayload, {
    description:
      'Spends a refresh token and gives the next pair. A retry gets the same successor. Send it without an expired access token.',
  })
  async refresh(@Arg('input', () => RefreshInput, inputArgument) input: RefreshInput, @Ctx() { authority, origin }: ApiContext) {
    return { tokens: await refreshTokenGrant(authority, input, origin) }
  }

  @Public()
  @Mutation(() => ClientCredentialsPayload, { description: 'Gives a confidential client a token for itself.' })
  async clientCredentials(
    @Arg('input', () => ClientCredentialsInput, inputArgument) input: ClientCredentialsInput,
    @Ctx() { authority, origin }: ApiContext,
  ) {
    return { tokens: await clientCredentialsGrant(authority, input, origin) }
  }

  @Authenticated()
  @Mutation(() => ExchangeTokenPayload, {
    description: 'Gives a token that reaches no further and lives no longer than this one.',
  })
  async exchangeToken(
    @Arg('input', () => ExchangeTokenInput, inputArgument) input: ExchangeTokenInput,
    @Ctx() context: ApiContext,
  ) {
    return { tokens: await tokenExchangeGrant(context.authority, getToken(context), input, context.origin) }
  }
}
