// The client app, as the API shows it: never a secret, nor its hash.

import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql'
import { lifetimesOf } from '../authorization-server/issue.ts'
import type { Client } from '../authorization-server/storage.ts'
import type { ApiContext } from './context.ts'
import { Public, RequiresScopes } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'

/** The values of ClientType, as TypeGraphQL takes them. */
export const ClientTypeEnum = { PUBLIC: 'PUBLIC', CONFIDENTIAL: 'CONFIDENTIAL' } as const
registerEnumType(ClientTypeEnum, {
  name: 'ClientType',
  description: 'Whether a client can keep a secret (RFC 6749 section 2.1).',
  valuesConfig: {
    PUBLIC: { description: 'Cannot: a browser, mobile or desktop app.' },
    CONFIDENTIAL: { description: 'Can: a server.' },
  },
})

/** The values of GrantType, as TypeGraphQL takes them. */
export const GrantTypeEnum = {
  PASSWORD: 'PASSWORD',
  REFRESH_TOKEN: 'REFRESH_TOKEN',
  CLIENT_CREDENTIALS: 'CLIENT_CREDENTIALS',
  TOKEN_EXCHANGE: 'TOKEN_EXCHANGE',
} as const
registerEnumType(GrantTypeEnum, {
  name: 'GrantType',
  description: 'The ways to get a token.',
  valuesConfig: {
    PASSWORD: { description: 'login: a user, by email and password.' },
    REFRESH_TOKEN: { description: 'refresh: the next pair of a session.' },
    CLIENT_CREDENTIALS: { description: 'clientCredentials: the client for itself.' },
    TOKEN_EXCHANGE: { description: 'exchangeToken: a narrower token for one held.' },
  },
})

@Public()
@ObjectType('ClientSecret', {
  description: 'One secret of a confidential client. The secret itself was shown once and is not kept.',
})
export class ClientSecretObject {
  @Field(() => ID, { description: 'Identifies the secret.' })
  id!: string

  @Field(() => String, { description: 'The last characters, to tell secrets apart.' })
  hint!: string

  @Field(() => DateTimeScalar, { description: 'When the secret was made.' })
  createdAt!: Date

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it stops working, if a newer one replaces it.' })
  expiresAt!: Date | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last authenticated the client.' })
  lastUsedAt!: Date | null
}

@Public()
@ObjectType('Client', { description: 'An app that asks for tokens, with the ceilings that no token of it may pass.' })
export class ClientObject {
  @Field(() => ID, { description: 'Identifies the client; never reused.' })
  id!: string

  @Field(() => String, { description: 'What to call the client.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'What the client is for.' })
  description!: string | null

  @Field(() => ClientTypeEnum, { description: 'Whether it can keep a secret.' })
  type!: keyof typeof ClientTypeEnum

  @Field(() => Boolean, { description: 'Only first-party clients may call login (RFC 9700 section 2.4).' })
  isFirstParty!: boolean

  @Field(() => [GrantTypeEnum], { description: 'The grants it may use.' })
  grantTypes!: readonly (keyof typeof GrantTypeEnum)[]

  @Field(() => [ScopeScalar], { description: 'The ceiling for every token of this client.' })
  allowedScopes!: readonly string[]

  @Field(() => [ScopeScalar], { description: 'What a request that names no scopes gets, as far as the user may.' })
  defaultScopes!: readonly string[]

  @Field(() => [String], { description: 'The audiences it may ask for; none listed: the default audience only.' })
  allowedAudiences!: readonly string[]

  @Field(() => Int, { description: 'How long its access tokens live.' })
  accessTokenLifetimeSeconds!: number

  @Field(() => Int, { description: 'How long a session lasts without a refresh.' })
  refreshTokenIdleSeconds!: number

  @Field(() => Int, { description: 'How long a session lasts at most.' })
  refreshTokenAbsoluteSeconds!: number

  @Field(() => Boolean, { description: 'A disabled client gets no tokens.' })
  isEnabled!: boolean

  // The viewer's client and a session's client lead here too: whoever uses an app need not know of its secrets.
  @RequiresScopes(['clients:read'], ['clients:write'])
  @Field(() => [ClientSecretObject], { description: 'Its secrets, oldest first.' })
  secrets!: readonly ClientSecretObject[]

  @Field(() => DateTimeScalar, { description: 'When the client was made.' })
  createdAt!: Date

  @Field(() => DateTimeScalar, { description: 'When the client was last changed.' })
  updatedAt!: Date

  @Field(() => Int, { description: 'Raised by every change.' })
  version!: number
}

/** Fields of a client that depend on the settings of the service. */
@Resolver(() => ClientObject)
export class ClientFields {
  @FieldResolver(() => Int)
  accessTokenLifetimeSeconds(@Root() client: Client, @Ctx() { authority }: ApiContext): number {
    return lifetimesOf(client, authority.settings).accessTokenLifetimeSeconds
  }

  @FieldResolver(() => Int)
  refreshTokenIdleSeconds(@Root() client: Client, @Ctx() { authority }: ApiContext): number {
    return lifetimesOf(client, authority.settings).refreshTokenIdleSeconds
  }

  @FieldResolver(() => Int)
  refreshTokenAbsoluteSeconds(@Root() client: Client, @Ctx() { authority }: ApiContext): number {
    return lifetimesOf(client, authority.settings).refreshTokenAbsoluteSeconds
  }
}
