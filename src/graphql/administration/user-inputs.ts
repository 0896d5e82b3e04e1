// What administrators send about users.

import { Field, ID, InputType, Int } from 'type-graphql'
import { ScopeScalar } from '../scalars.ts'

@InputType('CreateUserInput', { description: 'A user to make.' })
export class CreateUserInput {
  @Field(() => String, {
    description: 'What the user logs in with; at most 254 characters, and compared without regard to case.',
  })
  email!: string

  @Field(() => String, { description: '12 to 1,024 characters; no rules of composition, but not one of the well-known.' })
  password!: string

  @Field(() => String, { nullable: true, description: 'At most 200 characters.' })
  displayName?: string | null

  @Field(() => [ID], { nullable: true, description: 'Roles, whose scopes the token of this request must reach.' })
  roleIds?: readonly string[] | null

  @Field(() => [ScopeScalar], { nullable: true, description: 'Granted directly: within what the token of this request reaches.' })
  scopes?: readonly string[] | null
}

@InputType('UserPatch', { description: 'What to change; what is left out stays as it is.' })
export class UserPatchInput {
  @Field(() => String, { nullable: true, description: 'Not of a user who may do more than the token of this request.' })
  email?: string | null

  @Field(() => String, { nullable: true, description: 'At most 200 characters; null takes it away.' })
  displayName?: string | null

  @Field(() => [ID], { nullable: true, description: 'All roles to hold. One that is taken away counts from the next refresh.' })
  roleIds?: readonly string[] | null

  @Field(() => [ScopeScalar], {
    nullable: true,
    description: 'All scopes to hold directly. One that is taken away counts from the next refresh.',
  })
  scopes?: readonly string[] | null

  @Field(() => Boolean, { nullable: true, description: 'False: every session and token is dead at once, and stays so.' })
  isEnabled?: boolean | null
}

@InputType('UpdateUserInput', { description: 'Which user to change, and how.' })
export class UpdateUserInput {
  @Field(() => ID, { description: 'As in `usr_…`.' })
  id!: string

  @Field(() => UserPatchInput, { description: 'What to change.' })
  patch!: UserPatchInput

  @Field(() => Int, { nullable: true, description: 'The version that was read: with it, a change in between is CONFLICT.' })
  ifVersion?: number | null
}

@InputType('SetUserPasswordInput', { description: 'Whose password to set.' })
export class SetUserPasswordInput {
  @Field(() => ID, { description: 'As in `usr_…`; not of a user who may do more than the token of this request.' })
  id!: string

  @Field(() => String, { description: '12 to 1,024 characters; no rules of composition, but not one of the well-known.' })
  password!: string
}

@InputType('DeleteUserInput', { description: 'Which user to delete.' })
export class DeleteUserInput {
  @Field(() => ID, { description: 'As in `usr_…`.' })
  id!: string
}

@InputType('UserFilter', { description: 'Which users to list: those that fit all of it.' })
export class UserFilterInput {
  @Field(() => String, { nullable: true, description: 'Part of the email or of the name, in any case; or the whole id.' })
  search?: string | null

  @Field(() => Boolean, { nullable: true, description: 'Enabled, or disabled.' })
  isEnabled?: boolean | null

  @Field(() => ID, { nullable: true, description: 'Holders of this role.' })
  roleId?: string | null
}
