// The signing key, as the API shows it: never its secret half, sealed or not.

import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import type { SigningKeyStatus } from '../authorization-server/signing-keys/key-storage.ts'
import { Public } from './rules.ts'
import { DateTimeScalar } from './scalars.ts'

const SigningKeyStatusEnum = { PENDING: 'PENDING', ACTIVE: 'ACTIVE', RETIRED: 'RETIRED', REVOKED: 'REVOKED' } as const
registerEnumType(SigningKeyStatusEnum, {
  name: 'SigningKeyStatus',
  description: 'Where a signing key is in its life.',
  valuesConfig: {
    PENDING: { description: 'It is published and waits for its turn.' },
    ACTIVE: { description: 'It signs. There is always exactly one.' },
    RETIRED: { description: 'It signs no more, and verifies what it signed until the last of it has expired.' },
    REVOKED: { description: 'It is dead, and so is every token it signed.' },
  },
})

@Public()
@ObjectType('SigningKey', { description: 'A key that signs access tokens.' })
export class SigningKeyObject {
  @Field(() => ID, { description: 'The PASERK id, `k4.pid.…`; in the footer of each token it signs.' })
  id!: string

  @Field(() => String, { description: 'The public half, `k4.public.…`.' })
  publicKey!: string

  @Field(() => SigningKeyStatusEnum, { description: 'Where it is in its life.' })
  status!: SigningKeyStatus

  @Field(() => DateTimeScalar, { description: 'When it was made, and published.' })
  createdAt!: Date

  @Field(() => DateTimeScalar, { description: 'From when it may sign; since when it does, once it is active.' })
  activatesAt!: Date

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it stopped signing; of the active key, when it is to stop, if a rotation was scheduled.',
  })
  retiresAt!: Date | null

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the last token it signed has expired.' })
  expiresAt!: Date | null
}
