// Users: listed, made, changed, deleted, and their passwords set.

import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, Field, ID, Info, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { checkOptionalText } from '../../administration/checks.ts'
import { createUser, deleteUser, setUserPassword, updateUser } from '../../administration/users.ts'
import { connectionOf, readPage, toConnection } from '../connection.ts'
import { type ApiContext, getActor } from '../context.ts'
import { inputArgument } from '../input-argument.ts'
import { RequiresScopes } from '../rules.ts'
import { assertMaySelect } from '../session-owner.ts'
import { UserObject } from '../user-object.ts'
import { CreateUserInput, DeleteUserInput, SetUserPasswordInput, UpdateUserInput, UserFilterInput } from './user-inputs.ts'

const UserConnection = connectionOf('UserConnection', UserObject, ['users:read'])

@RequiresScopes(['users:write'])
@ObjectType('CreateUserPayload', { description: 'The user that was made.' })
class CreateUserPayload {
  @Field(() => UserObject, { description: 'As they are now.' })
  user!: UserObject
}

@RequiresScopes(['users:write'])
@ObjectType('UpdateUserPayload', { description: 'The user that was changed.' })
class UpdateUserPayload {
  @Field(() => UserObject, { description: 'As they are now.' })
  user!: UserObject
}

@RequiresScopes(['users:write'])
@ObjectType('SetUserPasswordPayload', { description: 'The user whose password was set.' })
class SetUserPasswordPayload {
  @Field(() => UserObject, { description: 'As they are now.' })
  user!: UserObject

  @Field(() => Int, { description: 'How many sessions ended that could still have been refreshed.' })
  revokedSessionCount!: number
}

@RequiresScopes(['users:write'])
@ObjectType('DeleteUserPayload', { description: 'The user that is gone.' })
class DeleteUserPayload {
  @Field(() => ID, { description: 'Never reused.' })
  deletedId!: string
}

/** Each hands its input to the administration. */
@Resolver()
export class Users {
  @RequiresScopes(['users:read'])
  @Query(() => UserConnection, { description: 'Users, oldest first.' })
  async users(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Arg('filter', () => UserFilterInput, { nullable: true, description: 'All of them, when missing.' })
    filter: UserFilterInput | null,
    @Ctx() { authority: { storage } }: ApiContext,
  ) {
    const request = readPage('user', { first: first ?? 20, after })
    const which = { ...filter, search: checkOptionalText('search', filter?.search, 254) }
    const page = await storage.listUsers(request, which)
    return toConnection('user', page, { keyOf: ({ id }) => id, count: () => storage.countUsers(which) })
  }

  @RequiresScopes(['users:write'])
  @Mutation(() => CreateUserPayload, { description: 'Makes a user, who can log in at once.' })
  async createUser(
    @Arg('input', () => CreateUserInput, inputArgument) input: CreateUserInput,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    // The user has no id yet, and is nobody's own.
    assertMaySelect('', { info, path: ['user'] }, context)
    return { user: await createUser(context.authority, getActor(context), input) }
  }

  @RequiresScopes(['users:write'])
  @Mutation(() => UpdateUserPayload, { description: 'Changes a user; disabling ends every session and token.' })
  async updateUser(
    @Arg('input', () => UpdateUserInput, inputArgument) { id, patch, ifVersion }: UpdateUserInput,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    assertMaySelect(id, { info, path: ['user'] }, context)
    return { user: await updateUser(context.authority, getActor(context), { id, patch, seen: ifVersion }) }
  }

  @RequiresScopes(['users:write'])
  @Mutation(() => SetUserPasswordPayload, {
    description: "Gives a user a new password, and ends every session of theirs; of one's own too, this one included.",
  })
  async setUserPassword(
    @Arg('input', () => SetUserPasswordInput, inputArgument) input: SetUserPasswordInput,
    @Ctx() context: ApiContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    assertMaySelect(input.id, { info, path: ['user'] }, context)
    return setUserPassword(context.authority, getActor(context), input)
  }

  @RequiresScopes(['users:write'])
  @Mutation(() => DeleteUserPayload, { description: 'Deletes a user; every session and token is dead at once.' })
  async deleteUser(@Arg('input', () => DeleteUserInput, inputArgument) { id }: DeleteUserInput, @Ctx() context: ApiContext) {
    await deleteUser(context.authority, getActor(context), id)
    return { deletedId: id }
  }
}
