// An event of the audit log, as the API shows it, and what the log says of itself.

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { RequiresScopes } from './rules.ts'
import { DateTimeScalar } from './scalars.ts'

@RequiresScopes(['audit:read'])
@ObjectType('AuditEvent', { description: 'Something that happened and matters for security.' })
export class AuditEventObject {
  @Field(() => ID, { description: 'As in `evt_…`; sorts by time.' })
  id!: string

  @Field(() => Int, { nullable: true, description: 'Its place in the chain; null until it is sealed, within a second.' })
  sequence!: number | null

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at!: Date

  @Field(() => String, { description: 'As in `login.failed`.' })
  type!: string

  @Field(() => ID, { nullable: true, description: 'The user or client that did it; null when unknown, or the service itself.' })
  actorId!: string | null

  @Field(() => ID, { nullable: true, description: 'The app it was done through.' })
  clientId!: string | null

  @Field(() => ID, { nullable: true, description: 'What it was done to.' })
  targetId!: string | null

  @Field(() => String, { nullable: true, description: 'Where the request came from.' })
  ipAddress!: string | null

  @Field(() => String, { description: 'Further facts, as JSON; never a secret.' })
  data!: string

  @Field(() => String, { nullable: true, description: 'SHA-256 over the hash before it and the event; null until it is sealed.' })
  hash!: string | null
}

@RequiresScopes(['audit:read'])
@ObjectType('AuditLogVerification', { description: 'Whether the log is as it was sealed.' })
export class AuditLogVerificationObject {
  @Field(() => Boolean, { description: 'Whether every event is there, unchanged and in its place.' })
  isIntact!: boolean

  @Field(() => Int, { description: 'How many events hold, from the beginning on.' })
  checkedCount!: number

  @Field(() => Int, {
    nullable: true,
    description: 'Where the first event stands, or stood, that is not as it was sealed; null when there is none.',
  })
  firstBrokenSequence!: number | null
}

@RequiresScopes(['audit:read'])
@ObjectType('AuditLogHead', {
  description: 'The end of the chain, signed. Keep it elsewhere, and nobody can cut the log back unseen.',
})
export class AuditLogHeadObject {
  @Field(() => Int, { description: 'Of the last event that is sealed.' })
  sequence!: number

  @Field(() => String, { description: 'Of that event.' })
  hash!: string

  @Field(() => DateTimeScalar, { description: 'When it was signed.' })
  issuedAt!: Date

  @Field(() => String, { description: 'All of this as `v4.public.…`, signed by the key that its footer names.' })
  token!: string
}

@InputType('AuditEventFilter', { description: 'Which events; what is not given does not count.' })
export class AuditEventFilterInput {
  @Field(() => String, { nullable: true, description: 'As in `login.failed`.' })
  type?: string | null

  @Field(() => ID, { nullable: true, description: 'The user or client that did it.' })
  actorId?: string | null

  @Field(() => ID, { nullable: true, description: 'The app it was done through.' })
  clientId?: string | null

  @Field(() => ID, { nullable: true, description: 'What it was done to.' })
  targetId?: string | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'At this instant or later.' })
  since?: Date | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  until?: Date | null
}
