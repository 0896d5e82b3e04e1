// The user, as the API shows it: never the password's hash.

import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql'
import { effectiveScopes } from '../authorization-server/scope-policy.ts'
import type { User } from '../authorization-server/storage.ts'
import type { ApiContext } from './context.ts'
import { RoleObject } from './role-object.ts'
import { Public } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'

@Public()
@ObjectType('User', { description: 'A person who can log in.' })
export class UserObject {
  @Field(() => ID, { description: 'Identifies the user; never reused. The subject of their tokens.' })
  id!: string

  @Field(() => String, { description: 'What the user logs in with, in lower case.' })
  email!: string

  @Field(() => String, { nullable: true, description: 'What to call the user.' })
  displayName!: string | null

  @Field(() => [RoleObject], { description: 'The roles the user holds.' })
  roles!: readonly RoleObject[]

  @Field(() => [ScopeScalar], { description: 'Granted directly, beside those of the roles.' })
  scopes!: readonly string[]

  @Field(() => [ScopeScalar], { description: 'Everything the user may do: direct, through roles, and implied by either.' })
  effectiveScopes!: readonly string[]

  @Field(() => Boolean, { description: 'A disabled user cannot log in, and has no live tokens.' })
  isEnabled!: boolean

  @Field(() => DateTimeScalar, { nullable: true, description: 'The last successful login.' })
  lastLoginAt!: Date | null

  @Field(() => DateTimeScalar, { description: 'When the user was made.' })
  createdAt!: Date

  @Field(() => Int, { description: 'Raised by every change of an administrator.' })
  version!: number
}

/** Fields of a user that are worked out. */
@Resolver(() => UserObject)
export class UserFields {
  @FieldResolver(() => [ScopeScalar])
  async effectiveScopes(@Root() user: User, @Ctx() { loaders }: ApiContext): Promise<string[]> {
    return effectiveScopes(user, await loaders.definitions())
  }
}
