// What administrators send about roles.

import { Field, ID, InputType, Int } from 'type-graphql'
import { ScopeScalar } from '../scalars.ts'

@InputType('CreateRoleInput', { description: 'A role to make.' })
export class CreateRoleInput {
  @Field(() => String, { description: '1 to 100 characters, unique among roles.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters.' })
  description?: string | null

  @Field(() => [ScopeScalar], { description: 'What it grants: within what the token of this request reaches.' })
  scopes!: readonly string[]
}

@InputType('RolePatch', { description: 'What to change; what is left out stays as it is.' })
export class RolePatchInput {
  @Field(() => String, { nullable: true, description: '1 to 100 characters, unique among roles.' })
  name?: string | null

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters; null takes it away.' })
  description?: string | null

  @Field(() => [ScopeScalar], {
    nullable: true,
    description:
      'All that it is to grant. What is added is granted to everyone who holds the role, from their next login: within what the token of this request reaches. What is taken away counts from the next refresh.',
  })
  scopes?: readonly string[] | null
}

@InputType('UpdateRoleInput', { description: 'Which role to change, and how.' })
export class UpdateRoleInput {
  @Field(() => ID, { description: 'As in `rol_…`.' })
  id!: string

  @Field(() => RolePatchInput, { description: 'What to change.' })
  patch!: RolePatchInput

  @Field(() => Int, { nullable: true, description: 'The version that was read: with it, a change in between is CONFLICT.' })
  ifVersion?: number | null
}

@InputType('DeleteRoleInput', { description: 'Which role to delete.' })
export class DeleteRoleInput {
  @Field(() => ID, { description: 'As in `rol_…`.' })
  id!: string

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Without it, a role that is held is CONFLICT: `extensions.usedBy` counts the users who hold it, with the first ten. With it, the role is taken from all of them.',
  })
  force!: boolean
}
