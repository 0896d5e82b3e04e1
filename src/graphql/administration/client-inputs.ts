// What administrators send about client apps.

import { Field, ID, InputType, Int } from 'type-graphql'
import { ClientTypeEnum, GrantTypeEnum } from '../client-object.ts'
import { ScopeScalar } from '../scalars.ts'

type ClientType = keyof typeof ClientTypeEnum
type GrantType = keyof typeof GrantTypeEnum

@InputType('CreateClientInput', { description: 'A client app to make.' })
export class CreateClientInput {
  @Field(() => String, { description: '1 to 200 characters.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters.' })
  description?: string | null

  @Field(() => ClientTypeEnum, { description: 'It never changes.' })
  type!: ClientType

  @Field(() => Boolean, { defaultValue: false, description: 'Only first-party clients may use PASSWORD.' })
  isFirstParty!: boolean

  @Field(() => [GrantTypeEnum], { description: 'The grants it may use.' })
  grantTypes!: readonly GrantType[]

  @Field(() => [ScopeScalar], { description: 'Its ceiling: within what the token of this request reaches.' })
  allowedScopes!: readonly string[]

  @Field(() => [ScopeScalar], {
    nullable: true,
    description: "Within its ceiling. Omitted: those of the registry's defaults that are.",
  })
  defaultScopes?: readonly string[] | null

  @Field(() => [String], { nullable: true, description: 'Omitted, or none: the default audience only.' })
  allowedAudiences?: readonly string[] | null

  @Field(() => Int, { nullable: true, description: "At most an hour. Omitted: the service's own setting, as in the next two." })
  accessTokenLifetimeSeconds?: number | null

  @Field(() => Int, { nullable: true, description: 'How long a session lasts without a refresh.' })
  refreshTokenIdleSeconds?: number | null

  @Field(() => Int, { nullable: true, description: 'How long a session lasts at most.' })
  refreshTokenAbsoluteSeconds?: number | null
}

@InputType('ClientPatch', { description: 'What to change; what is left out stays as it is.' })
export class ClientPatchInput {
  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  name?: string | null

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters; null takes it away.' })
  description?: string | null

  @Field(() => Boolean, { nullable: true, description: 'Only first-party clients may use PASSWORD.' })
  isFirstParty?: boolean | null

  @Field(() => [GrantTypeEnum], { nullable: true, description: 'The grants it may use.' })
  grantTypes?: readonly GrantType[] | null

  @Field(() => [ScopeScalar], { nullable: true, description: 'Its ceiling. One that is lowered counts from the next refresh.' })
  allowedScopes?: readonly string[] | null

  @Field(() => [ScopeScalar], { nullable: true, description: 'Within its ceiling.' })
  defaultScopes?: readonly string[] | null

  @Field(() => [String], { nullable: true, description: 'None: the default audience only.' })
  allowedAudiences?: readonly string[] | null

  @Field(() => Int, { nullable: true, description: "Null: the service's own setting, as in the next two." })
  accessTokenLifetimeSeconds?: number | null

  @Field(() => Int, { nullable: true, description: 'How long a session lasts without a refresh.' })
  refreshTokenIdleSeconds?: number | null

  @Field(() => Int, { nullable: true, description: 'How long a session lasts at most.' })
  refreshTokenAbsoluteSeconds?: number | null

  @Field(() => Boolean, { nullable: true, description: 'False: every session and token is dead at once, and stays so.' })
  isEnabled?: boolean | null
}

@InputType('UpdateClientInput', { description: 'Which client to change, and how.' })
export class UpdateClientInput {
  @Field(() => ID, { description: 'As in `cli_…`.' })
  id!: string

  @Field(() => ClientPatchInput, { description: 'What to change.' })
  patch!: ClientPatchInput

  @Field(() => Int, { nullable: true, description: 'The version that was read: with it, a change in between is CONFLICT.' })
  ifVersion?: number | null
}

@InputType('DeleteClientInput', { description: 'Which client to delete.' })
export class DeleteClientInput {
  @Field(() => ID, { description: 'As in `cli_…`.' })
  id!: string
}

@InputType('RotateClientSecretInput', { description: 'Which client gets a new secret.' })
export class RotateClientSecretInput {
  @Field(() => ID, { description: 'As in `cli_…`.' })
  clientId!: string

  @Field(() => Int, {
    nullable: true,
    defaultValue: 86_400,
    description: 'How much longer the other secrets work: 0 to 90 days. Null is the default, a day.',
  })
  overlapSeconds?: number | null
}

@InputType('RevokeClientSecretInput', { description: 'Which secret to end.' })
export class RevokeClientSecretInput {
  @Field(() => ID, { description: 'As in `cli_…`.' })
  clientId!: string

  @Field(() => ID, { description: 'As in `sec_…`.' })
  secretId!: string
}

@InputType('ClientFilter', { description: 'Which clients to list: those that fit all of it.' })
export class ClientFilterInput {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case; or the whole id.' })
  search?: string | null

  @Field(() => ClientTypeEnum, { nullable: true, description: 'Of this type.' })
  type?: ClientType | null

  @Field(() => Boolean, { nullable: true, description: 'Enabled, or disabled.' })
  isEnabled?: boolean | null
}
