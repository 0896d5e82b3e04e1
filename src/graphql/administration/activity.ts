// Activity: how much of what happened, as points for a chart.

import { Arg, Ctx, Field, InputType, Int, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql'
import { type Counter, counters } from '../../authorization-server/activity/counts.ts'
import { type ActivityPoint, listActivity } from '../../authorization-server/activity/list-activity.ts'
import type { ApiContext } from '../context.ts'
import { inputArgument } from '../input-argument.ts'
import { RequiresScopes } from '../rules.ts'
import { DateTimeScalar } from '../scalars.ts'

const ActivityBucketEnum = { MINUTE: 'MINUTE', HOUR: 'HOUR', DAY: 'DAY' } as const
registerEnumType(ActivityBucketEnum, {
  name: 'ActivityBucket',
  description: 'How much time a point stands for, in UTC.',
  valuesConfig: {
    MINUTE: { description: 'Kept for 7 days.' },
    HOUR: { description: 'Kept for 400 days.' },
    DAY: { description: 'Kept for ever.' },
  },
})

@InputType('ActivityInput', { description: 'Which time, and how finely: at most 2,000 points, of the years from 2000 to 2099.' })
class ActivityInput {
  @Field(() => DateTimeScalar, { description: 'The first point is of the bucket that this instant is in.' })
  since!: Date

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Up to this instant, and to the end of its bucket where it lies within one; now when missing.',
  })
  until?: Date | null

  @Field(() => ActivityBucketEnum, { description: 'How much time each point stands for.' })
  bucket!: keyof typeof ActivityBucketEnum
}

@RequiresScopes(['metrics:read'])
@ObjectType('ActivityPoint', { description: 'What happened within one bucket.' })
class ActivityPointObject implements Record<Counter, number> {
  @Field(() => DateTimeScalar, { description: 'Where the bucket begins.' })
  at!: Date

  @Field(() => Int, { description: 'Logins that succeeded.' })
  logins!: number

  @Field(() => Int, {
    description: 'Logins that were refused after a look at their credentials; those that a limit turned away are not among them.',
  })
  failedLogins!: number

  @Field(() => Int, {
    description: 'Refresh tokens replaced by their successors; one whose answer was asked for again counts once.',
  })
  refreshes!: number

  @Field(() => Int, { description: 'Spent refresh tokens that came back, and ended their sessions.' })
  reuses!: number

  @Field(() => Int, {
    description: 'Access tokens issued by any grant: logins, refreshes and their repetitions, client credentials, exchanges.',
  })
  tokensIssued!: number

  @Field(() => Int, {
    description:
      'Fields refused to a token, or for want of one; of one operation at most 100. A node that is killed loses those of its last seconds.',
  })
  denials!: number
}

@RequiresScopes(['metrics:read'])
@ObjectType('Activity', { description: 'What happened within a time.' })
class ActivityObject {
  @Field(() => [ActivityPointObject], { description: 'Every bucket of the time in order, also those in which nothing happened.' })
  points!: readonly ActivityPointObject[]
}

/** It asks the authorization server. */
@Resolver()
export class ActivityQuery {
  @RequiresScopes(['metrics:read'])
  @Query(() => ActivityObject, {
    description: 'How many logins, tokens and refusals there were, for charts. Security events are counted within two seconds.',
  })
  async activity(
    @Arg('input', () => ActivityInput, inputArgument) input: ActivityInput,
    @Ctx() { authority }: ApiContext,
  ): Promise<ActivityObject> {
    const points = await listActivity(authority, input)
    return { points: points.map(toObject) }
  }
}

const maxInt = 2_147_483_647

// GraphQL's Int has 32 bits, and more in a day is still an answer.
function toObject(point: ActivityPoint): ActivityPointObject {
  const shown = counters.map((counter) => [counter, Math.min(point[counter], maxInt)])
  return { at: point.at, ...(Object.fromEntries(shown) as Record<Counter, number>) }
}
