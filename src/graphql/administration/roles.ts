// Roles: listed, made, changed and deleted.

import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { createRole, deleteRole, updateRole } from '../../administration/roles.ts'
import { connectionOf, readPage, toConnection } from '../connection.ts'
import { type ApiContext, getActor } from '../context.ts'
import { inputArgument } from '../input-argument.ts'
import { RoleObject } from '../role-object.ts'
import { RequiresScopes } from '../rules.ts'
import { CreateRoleInput, DeleteRoleInput, UpdateRoleInput } from './role-inputs.ts'

const RoleConnection = connectionOf('RoleConnection', RoleObject, ['roles:read'])

@RequiresScopes(['roles:write'])
@ObjectType('CreateRolePayload', { description: 'The role that was made.' })
class CreateRolePayload {
  @Field(() => RoleObject, { description: 'As it is now.' })
  role!: RoleObject
}

@RequiresScopes(['roles:write'])
@ObjectType('UpdateRolePayload', { description: 'The role that was changed.' })
class UpdateRolePayload {
  @Field(() => RoleObject, { description: 'As it is now.' })
  role!: RoleObject
}

@RequiresScopes(['roles:write'])
@ObjectType('DeleteRolePayload', { description: 'The role that is gone.' })
class DeleteRolePayload {
  @Field(() => ID, { description: 'Never reused.' })
  deletedId!: string
}

/** Each hands its input to the administration. */
@Resolver()
export class Roles {
  @RequiresScopes(['roles:read'])
  @Query(() => RoleConnection, { description: 'Roles, oldest first.' })
  async roles(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Ctx() { authority: { storage } }: ApiContext,
  ) {
    const page = await storage.listRoles(readPage('role', { first: first ?? 50, after }))
    return toConnection('role', page, { keyOf: ({ id }) => id, count: () => storage.countRoles() })
  }

  @RequiresScopes(['roles:write'])
  @Mutation(() => CreateRolePayload, { description: 'Makes a role.' })
  async createRole(@Arg('input', () => CreateRoleInput, inputArgument) input: CreateRoleInput, @Ctx() context: ApiContext) {
    return { role: await createRole(context.authority, getActor(context), input) }
  }

  @RequiresScopes(['roles:write'])
  @Mutation(() => UpdateRolePayload, { description: 'Changes a role, and so what all who hold it may do.' })
  async updateRole(
    @Arg('input', () => UpdateRoleInput, inputArgument) { id, patch, ifVersion }: UpdateRoleInput,
    @Ctx() context: ApiContext,
  ) {
    return { role: await updateRole(context.authority, getActor(context), { id, patch, seen: ifVersion }) }
  }

  @RequiresScopes(['roles:write'])
  @Mutation(() => DeleteRolePayload, {
    description: 'Deletes a role. One that users hold is CONFLICT, unless `force` takes it from them.',
  })
  async deleteRole(@Arg('input', () => DeleteRoleInput, inputArgument) input: DeleteRoleInput, @Ctx() context: ApiContext) {
    await deleteRole(context.authority, getActor(context), input)
    return { deletedId: input.id }
  }
}
