// What administrators send about scopes.

import { Field, InputType, Int } from 'type-graphql'
import { ScopeScalar } from '../scalars.ts'

@InputType('CreateScopeInput', { description: 'A scope to register.' })
export class CreateScopeInput {
  @Field(() => ScopeScalar, { description: 'A concrete scope, such as `orders:read`: no wildcards. It never changes.' })
  name!: string

  @Field(() => String, { description: '1 to 1,000 characters.' })
  description!: string

  @Field(() => [ScopeScalar], {
    nullable: true,
    description:
      'What whoever holds it is to hold as well: registered scopes and wildcards, within what the token of this request reaches, and nothing that brings this one along.',
  })
  implies?: readonly string[] | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a client that is made without default scopes gets it, if it lies within its allowed scopes; clients that are there stay as they are. False when left out.',
  })
  isDefault?: boolean | null
}

@InputType('ScopePatch', { description: 'What to change; what is left out stays as it is.' })
export class ScopePatchInput {
  @Field(() => String, { nullable: true, description: '1 to 1,000 characters.' })
  description?: string | null

  @Field(() => [ScopeScalar], {
    nullable: true,
    description:
      'All that it is to imply. What is added is granted to everyone who holds the scope, from their next login: within what the token of this request reaches. What is taken away counts from the next refresh.',
  })
  implies?: readonly string[] | null

  @Field(() => Boolean, { nullable: true, description: 'For clients that are made from now on.' })
  isDefault?: boolean | null
}

@InputType('UpdateScopeInput', { description: 'Which scope to change, and how.' })
export class UpdateScopeInput {
  @Field(() => ScopeScalar, { description: 'Its name. Of a scope of this service itself, only the description changes.' })
  name!: string

  @Field(() => ScopePatchInput, { description: 'What to change.' })
  patch!: ScopePatchInput

  @Field(() => Int, { nullable: true, description: 'The version that was read: with it, a change in between is CONFLICT.' })
  ifVersion?: number | null
}

@InputType('DeleteScopeInput', { description: 'Which scope to take out of the registry.' })
export class DeleteScopeInput {
  @Field(() => ScopeScalar, { description: 'Its name; not of a scope of this service itself.' })
  name!: string

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Without it, a scope that is held is CONFLICT: `extensions.usedBy` counts the clients, users, roles and scopes that hold it, each with the first ten. With it, the scope is taken from all of them. Wildcards that cover it stay.',
  })
  force!: boolean
}
