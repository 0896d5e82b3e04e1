// The registry of scopes: listed, and scopes registered, changed and taken out.

import { Arg, Ctx, Field, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { createScope, deleteScope, updateScope } from '../../administration/scopes.ts'
import { connectionOf, readPage, toConnection } from '../connection.ts'
import { type ApiContext, getActor } from '../context.ts'
import { inputArgument } from '../input-argument.ts'
import { RequiresScopes } from '../rules.ts'
import { ScopeScalar } from '../scalars.ts'
import { ScopeDefinitionObject } from '../scope-definition-object.ts'
import { CreateScopeInput, DeleteScopeInput, UpdateScopeInput } from './scope-inputs.ts'

const ScopeDefinitionConnection = connectionOf('ScopeDefinitionConnection', ScopeDefinitionObject, ['scopes:read'])

@RequiresScopes(['scopes:write'])
@ObjectType('CreateScopePayload', { description: 'The scope that was registered.' })
class CreateScopePayload {
  @Field(() => ScopeDefinitionObject, { description: 'As it is now.' })
  scope!: ScopeDefinitionObject
}

@RequiresScopes(['scopes:write'])
@ObjectType('UpdateScopePayload', { description: 'The scope that was changed.' })
class UpdateScopePayload {
  @Field(() => ScopeDefinitionObject, { description: 'As it is now.' })
  scope!: ScopeDefinitionObject
}

@RequiresScopes(['scopes:write'])
@ObjectType('DeleteScopePayload', { description: 'The scope that is gone.' })
class DeleteScopePayload {
  @Field(() => ScopeScalar, { description: 'It may be registered again.' })
  deletedName!: string
}

/** Each hands its input to the administration. */
@Resolver()
export class Scopes {
  @RequiresScopes(['scopes:read'])
  @Query(() => ScopeDefinitionConnection, { description: 'Registered scopes, by their names.' })
  async scopes(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Ctx() { authority: { storage } }: ApiContext,
  ) {
    const page = await storage.listScopes(readPage('scope', { first: first ?? 50, after }))
    return toConnection('scope', page, { keyOf: ({ name }) => name, count: () => storage.countScopes() })
  }

  @RequiresScopes(['scopes:write'])
  @Mutation(() => CreateScopePayload, { description: 'Registers a scope.' })
  async createScope(@Arg('input', () => CreateScopeInput, inputArgument) input: CreateScopeInput, @Ctx() context: ApiContext) {
    return { scope: await createScope(context.authority, getActor(context), input) }
  }

  @RequiresScopes(['scopes:write'])
  @Mutation(() => UpdateScopePayload, { description: 'Changes a registered scope.' })
  async updateScope(
    @Arg('input', () => UpdateScopeInput, inputArgument) { name, patch, ifVersion }: UpdateScopeInput,
    @Ctx() context: ApiContext,
  ) {
    return { scope: await updateScope(context.authority, getActor(context), { name, patch, seen: ifVersion }) }
  }

  @RequiresScopes(['scopes:write'])
  @Mutation(() => DeleteScopePayload, {
    description: 'Takes a scope out of the registry; it is issued no more from the next refresh.',
  })
  async deleteScope(@Arg('input', () => DeleteScopeInput, inputArgument) input: DeleteScopeInput, @Ctx() context: ApiContext) {
    await deleteScope(context.authority, getActor(context), input)
    return { deletedName: input.name }
  }
}
