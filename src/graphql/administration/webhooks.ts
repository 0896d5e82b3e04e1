// Webhooks: listed, made, changed, deleted.
//
// No scopes of their own: administrators are told by holding every scope that the API asks for, and with a new one nobody would be any
// more after an upgrade. What a webhook does is what the two name: it carries the audit log to an app outside.

import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { createWebhook, deleteWebhook, updateWebhook } from '../../administration/webhooks.ts'
import type { Webhook } from '../../authorization-server/webhooks/webhook.ts'
import { connectionOf, readPage, toConnection } from '../connection.ts'
import { type ApiContext, getActor } from '../context.ts'
import { inputArgument } from '../input-argument.ts'
import { RequiresScopes } from '../rules.ts'
import { WebhookObject } from '../webhook-object.ts'
import { CreateWebhookInput, DeleteWebhookInput, UpdateWebhookInput } from './webhook-inputs.ts'

const reading = ['audit:read', 'clients:read']
const writing = ['audit:read', 'clients:write']

const WebhookConnection = connectionOf('WebhookConnection', WebhookObject, reading)

@RequiresScopes(writing)
@ObjectType('CreateWebhookPayload', { description: 'The webhook that was made.' })
class CreateWebhookPayload {
  @Field(() => WebhookObject, { description: 'As it is now.' })
  webhook!: WebhookObject
}

@RequiresScopes(writing)
@ObjectType('UpdateWebhookPayload', { description: 'The webhook that was changed.' })
class UpdateWebhookPayload {
  @Field(() => WebhookObject, { description: 'As it is now.' })
  webhook!: WebhookObject
}

@RequiresScopes(writing)
@ObjectType('DeleteWebhookPayload', { description: 'The webhook that is gone.' })
class DeleteWebhookPayload {
  @Field(() => ID, { description: 'Never reused.' })
  deletedId!: string
}

/** Each hands its input to the administration. */
@Resolver()
export class Webhooks {
  @RequiresScopes(reading)
  @Query(() => WebhookConnection, { description: 'Webhooks, oldest first.' })
  async webhooks(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Ctx() { authority: { storage } }: ApiContext,
  ) {
    const page = await storage.listWebhooks(readPage('webhook', { first: first ?? 20, after }))
    return toConnection('webhook', page, { keyOf: ({ id }) => id, count: () => storage.countWebhooks() })
  }

  @RequiresScopes(reading)
  @Query(() => WebhookObject, { nullable: true, description: 'The webhook of that id, if there is one.' })
  async webhook(
    @Arg('id', () => ID, { description: 'As in `whk_…`.' }) id: string,
    @Ctx() { authority: { storage } }: ApiContext,
  ): Promise<Webhook | undefined> {
    return storage.findWebhook(id)
  }

  @RequiresScopes(writing)
  @Mutation(() => CreateWebhookPayload, { description: 'Makes a webhook, which hears of what happens from now on.' })
  async createWebhook(
    @Arg('input', () => CreateWebhookInput, inputArgument) input: CreateWebhookInput,
    @Ctx() context: ApiContext,
  ) {
    return { webhook: await createWebhook(context.authority, getActor(context), input) }
  }

  @RequiresScopes(writing)
  @Mutation(() => UpdateWebhookPayload, { description: 'Changes a webhook; one that is enabled again goes on where it stood.' })
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInput, inputArgument) { id, patch, ifVersion }: UpdateWebhookInput,
    @Ctx() context: ApiContext,
  ) {
    return { webhook: await updateWebhook(context.authority, getActor(context), { id, patch, seen: ifVersion }) }
  }

  @RequiresScopes(writing)
  @Mutation(() => DeleteWebhookPayload, { description: 'Deletes a webhook.' })
  async deleteWebhook(
    @Arg('input', () => DeleteWebhookInput, inputArgument) { id }: DeleteWebhookInput,
    @Ctx() context: ApiContext,
  ) {
    await deleteWebhook(context.authority, getActor(context), id)
    return { deletedId: id }
  }
}
