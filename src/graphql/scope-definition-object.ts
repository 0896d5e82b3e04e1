// The registered scope, as the API shows it.

import { Field, Int, ObjectType } from 'type-graphql'
import { Public } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'

@Public()
@ObjectType('ScopeDefinition', { description: 'A registered scope: one that can be granted and asked for.' })
export class ScopeDefinitionObject {
  @Field(() => ScopeScalar, { description: 'Identifies the scope, and never changes.' })
  name!: string

  @Field(() => String, { description: 'What it allows, for people.' })
  description!: string

  @Field(() => [ScopeScalar], { description: 'What whoever holds it holds as well, with all that those imply.' })
  implies!: readonly string[]

  @Field(() => Boolean, {
    description:
      'Whether it is among the default scopes of a client that is made without any, if it lies within its allowed scopes.',
  })
  isDefault!: boolean

  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  createdAt!: Date

  @Field(() => Int, { description: 'Raised by every change of an administrator.' })
  version!: number
}
