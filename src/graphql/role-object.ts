// The role, as the API shows it.

import { Field, ID, Int, ObjectType } from 'type-graphql'
import { Public } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'

@Public()
@ObjectType('Role', { description: 'A named set of scopes that users can hold.' })
export class RoleObject {
  @Field(() => ID, { description: 'Identifies the role; never reused.' })
  id!: string

  @Field(() => String, { description: 'Unique among roles.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'What the role is for.' })
  description!: string | null

  @Field(() => [ScopeScalar], { description: 'What the role grants, before implied scopes.' })
  scopes!: readonly string[]

  @Field(() => DateTimeScalar, { description: 'When the role was made.' })
  createdAt!: Date

  @Field(() => Int, { description: 'Raised by every change of an administrator.' })
  version!: number
}
