// What administrators send about webhooks.

import { Field, ID, InputType, Int } from 'type-graphql'

@InputType('CreateWebhookInput', { description: 'A webhook to make.' })
export class CreateWebhookInput {
  @Field(() => String, { description: 'An https URL of the public internet, without user, password or fragment.' })
  url!: string

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters.' })
  description?: string | null

  @Field(() => [String], { nullable: true, description: 'Types of events, as in `login.failed`. Omitted, or none: all.' })
  eventTypes?: readonly string[] | null
}

@InputType('WebhookPatch', { description: 'What to change; what is left out stays as it is.' })
export class WebhookPatchInput {
  @Field(() => String, { nullable: true, description: 'As when it is made. Another one is tried at once.' })
  url?: string | null

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters; null takes it away.' })
  description?: string | null

  @Field(() => [String], { nullable: true, description: 'None: all.' })
  eventTypes?: readonly string[] | null

  @Field(() => Boolean, { nullable: true, description: 'True: goes on from where it stands.' })
  isEnabled?: boolean | null
}

@InputType('UpdateWebhookInput', { description: 'Which webhook to change, and how.' })
export class UpdateWebhookInput {
  @Field(() => ID, { description: 'As in `whk_…`.' })
  id!: string

  @Field(() => WebhookPatchInput, { description: 'What to change.' })
  patch!: WebhookPatchInput

  @Field(() => Int, { nullable: true, description: 'The version that was read: with it, a change in between is CONFLICT.' })
  ifVersion?: number | null
}

@InputType('DeleteWebhookInput', { description: 'Which webhook to delete.' })
export class DeleteWebhookInput {
  @Field(() => ID, { description: 'As in `whk_…`.' })
  id!: string
}
