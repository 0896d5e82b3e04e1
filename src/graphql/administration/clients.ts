// Client apps: listed, made, changed, deleted, and their secrets.

import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { checkOptionalText } from '../../administration/checks.ts'
import { revokeClientSecret, rotateClientSecret } from '../../administration/client-secrets.ts'
import { createClient, deleteClient, updateClient } from '../../administration/clients.ts'
import { ClientObject } from '../client-object.ts'
import { connectionOf, readPage, toConnection } from '../connection.ts'
import { type ApiContext, getActor } from '../context.ts'
import { inputArgument } from '../input-argument.ts'
import { RequiresScopes } from '../rules.ts'
import {
  ClientFilterInput,
  CreateClientInput,
  DeleteClientInput,
  RevokeClientSecretInput,
  RotateClientSecretInput,
  UpdateClientInput,
} from './client-inputs.ts'

const ClientConnection = connectionOf('ClientConnection', ClientObject, ['clients:read'])

@RequiresScopes(['clients:write'])
@ObjectType('CreateClientPayload', { description: 'The client that was made.' })
class CreateClientPayload {
  @Field(() => ClientObject, { description: 'As it is now.' })
  client!: ClientObject

  @Field(() => String, { nullable: true, description: 'Shown here and never again; null for a public client.' })
  secret!: string | null
}

@RequiresScopes(['clients:write'])
@ObjectType('UpdateClientPayload', { description: 'The client that was changed.' })
class UpdateClientPayload {
  @Field(() => ClientObject, { description: 'As it is now.' })
  client!: ClientObject
}

@RequiresScopes(['clients:write'])
@ObjectType('DeleteClientPayload', { description: 'The client that is gone.' })
class DeleteClientPayload {
  @Field(() => ID, { description: 'Never reused.' })
  deletedId!: string
}

@RequiresScopes(['clients:write'])
@ObjectType('RotateClientSecretPayload', { description: 'The client and its new secret.' })
class RotateClientSecretPayload {
  @Field(() => ClientObject, { description: 'As it is now.' })
  client!: ClientObject

  @Field(() => String, { description: 'Shown here and never again.' })
  secret!: string
}

@RequiresScopes(['clients:write'])
@ObjectType('RevokeClientSecretPayload', { description: 'The client whose secret ended.' })
class RevokeClientSecretPayload {
  @Field(() => ClientObject, { description: 'As it is now.' })
  client!: ClientObject
}

/** Each hands its input to the administration. */
@Resolver()
export class Clients {
  @RequiresScopes(['clients:read'])
  @Query(() => ClientConnection, { description: 'Client apps, oldest first.' })
  async clients(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Arg('filter', () => ClientFilterInput, { nullable: true, description: 'All of them, when missing.' })
    filter: ClientFilterInput | null,
    @Ctx() { authority: { storage } }: ApiContext,
  ) {
    const request = readPage('client', { first: first ?? 20, after })
    const which = { ...filter, search: checkOptionalText('search', filter?.search, 200) }
    const page = await storage.listClients(request, which)
    return toConnection('client', page, { keyOf: ({ id }) => id, count: () => storage.countClients(which) })
  }

  @RequiresScopes(['clients:write'])
  @Mutation(() => CreateClientPayload, { description: 'Makes a client app.' })
  async createClient(@Arg('input', () => CreateClientInput, inputArgument) input: CreateClientInput, @Ctx() context: ApiContext) {
    return createClient(context.authority, getActor(context), input)
  }

  @RequiresScopes(['clients:write'])
  @Mutation(() => UpdateClientPayload, { description: 'Changes a client app; disabling it ends all it was issued.' })
  async updateClient(
    @Arg('input', () => UpdateClientInput, inputArgument) { id, patch, ifVersion }: UpdateClientInput,
    @Ctx() context: ApiContext,
  ) {
    return { client: await updateClient(context.authority, getActor(context), { id, patch, seen: ifVersion }) }
  }

  @RequiresScopes(['clients:write'])
  @Mutation(() => DeleteClientPayload, { description: 'Deletes a client app; all it was issued is dead at once.' })
  async deleteClient(
    @Arg('input', () => DeleteClientInput, inputArgument) { id }: DeleteClientInput,
    @Ctx() context: ApiContext,
  ) {
    await deleteClient(context.authority, getActor(context), id)
    return { deletedId: id }
  }

  @RequiresScopes(['clients:write'])
  @Mutation(() => RotateClientSecretPayload, { description: 'Gives a client a new secret; the others work on for a while.' })
  async rotateClientSecret(
    @Arg('input', () => RotateClientSecretInput, inputArgument) { clientId, overlapSeconds }: RotateClientSecretInput,
    @Ctx() context: ApiContext,
  ) {
    return rotateClientSecret(context.authority, getActor(context), { clientId, overlapSeconds: overlapSeconds ?? 86_400 })
  }

  @RequiresScopes(['clients:write'])
  @Mutation(() => RevokeClientSecretPayload, { description: 'Ends a secret at once.' })
  async revokeClientSecret(
    @Arg('input', () => RevokeClientSecretInput, inputArgument) input: RevokeClientSecretInput,
    @Ctx() context: ApiContext,
  ) {
    return { client: await revokeClientSecret(context.authority, getActor(context), input) }
  }
}
