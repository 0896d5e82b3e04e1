// The webhook, as the API shows it. Whoever sees it may read the audit log: its URL may hold a secret of the target. The fields that lead
// there ask for more.

import { Field, ID, Int, ObjectType } from 'type-graphql'
import { RequiresScopes } from './rules.ts'
import { DateTimeScalar } from './scalars.ts'

@RequiresScopes(['audit:read'])
@ObjectType('Webhook', { description: 'An address outside that is told of events of the audit log, and how that goes.' })
export class WebhookObject {
  @Field(() => ID, { description: 'As in `whk_…`; never reused.' })
  id!: string

  @Field(() => String, { description: 'Where deliveries are posted to.' })
  url!: string

  @Field(() => String, { nullable: true, description: 'What the webhook is for.' })
  description!: string | null

  @Field(() => [String], { description: 'The types of events that it is told of, as in `login.failed`; none listed: all.' })
  eventTypes!: readonly string[]

  @Field(() => Boolean, {
    description: 'A disabled webhook stands where it is. The service disables one that has failed for three days.',
  })
  isEnabled!: boolean

  @Field(() => DateTimeScalar, { description: 'When the webhook was made.' })
  createdAt!: Date

  @Field(() => DateTimeScalar, { description: 'When the webhook was last changed.' })
  updatedAt!: Date

  @Field(() => Int, { description: 'Raised by every change, and not by deliveries.' })
  version!: number

  @Field(() => Int, { description: 'Every event up to this sequence was delivered, or is of another type.' })
  lastDeliveredSequence!: number

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the target last took a delivery; null for never.' })
  lastDeliveredAt!: Date | null

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the last answer; null when the last attempt had none.' })
  lastStatus!: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Why the last attempt failed, as in `TIMEOUT`, `ECONNREFUSED` or `BAD_STATUS`; null when it did not.',
  })
  lastError!: string | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'The first attempt that failed since one succeeded.' })
  failingSince!: Date | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is tried again after a failure.' })
  nextAttemptAt!: Date | null
}
