// What a grant answers with, as the API shows it.

import { Field, Int, ObjectType } from 'type-graphql'
import { Public } from './rules.ts'
import { DateTimeScalar, ScopeScalar } from './scalars.ts'

@Public()
@ObjectType('TokenSet', { description: 'What a grant gives (RFC 6749 section 5.1).' })
export class TokenSetObject {
  @Field(() => String, { description: 'PASETO v4.public. Send it as Authorization: Bearer ….' })
  accessToken!: string

  @Field(() => String, { description: 'Always "Bearer".' })
  tokenType!: string

  @Field(() => Int, { description: 'How long the access token lives.' })
  expiresInSeconds!: number

  @Field(() => DateTimeScalar, { description: 'When the access token expires.' })
  expiresAt!: Date

  @Field(() => String, { nullable: true, description: 'Opaque. Keep it secret; it is spent by its first use.' })
  refreshToken!: string | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the refresh token expires if it is not used.' })
  refreshExpiresAt!: Date | null

  @Field(() => [ScopeScalar], { description: 'What the access token reaches.' })
  scopes!: readonly string[]
}
