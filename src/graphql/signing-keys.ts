// Reading, rotating and revoking the signing keys.

import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { revokeSigningKey } from '../authorization-server/signing-keys/key-revocation.ts'
import { type KeyActor, rotateSigningKey } from '../authorization-server/signing-keys/key-rotation.ts'
import { type ApiContext, getToken } from './context.ts'
import { inputArgument } from './input-argument.ts'
import { RequiresScopes } from './rules.ts'
import { SigningKeyObject } from './signing-key-object.ts'

@InputType('RotateSigningKeyInput', { description: 'How soon the next key takes over.' })
class RotateSigningKeyInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: now, even where the next key is not known yet. False: as soon as it has been published for long enough.',
  })
  immediately!: boolean
}

@InputType('RevokeSigningKeyInput', { description: 'Which key is dead.' })
class RevokeSigningKeyInput {
  @Field(() => ID, { description: 'As in `k4.pid.…`.' })
  id!: string
}

@RequiresScopes(['keys:write'])
@ObjectType('RotateSigningKeyPayload', { description: 'The keys after a rotation.' })
class RotateSigningKeyPayload {
  @Field(() => SigningKeyObject, { description: 'The one that signs: still the old one when the rotation was scheduled.' })
  activeKey!: SigningKeyObject

  @Field(() => SigningKeyObject, { nullable: true, description: 'The next one; when scheduled, it takes over at `activatesAt`.' })
  pendingKey!: SigningKeyObject | null
}

@RequiresScopes(['keys:write'])
@ObjectType('RevokeSigningKeyPayload', { description: 'The keys after a revocation.' })
class RevokeSigningKeyPayload {
  @Field(() => SigningKeyObject, { description: 'The dead one.' })
  revokedKey!: SigningKeyObject

  @Field(() => SigningKeyObject, { description: 'The one that signs.' })
  activeKey!: SigningKeyObject
}

/** Each hands its input to the authorization server. */
@Resolver()
export class SigningKeys {
  @RequiresScopes(['keys:read'])
  @Query(() => [SigningKeyObject], { description: 'Every signing key there ever was, oldest first.' })
  async signingKeys(@Ctx() { authority }: ApiContext): Promise<readonly SigningKeyObject[]> {
    return authority.keyRing.listAllKeys()
  }

  @RequiresScopes(['keys:write'])
  @Mutation(() => RotateSigningKeyPayload, {
    description: 'Replaces the key that signs. Tokens of the old one stay good; many who ask at once rotate once.',
  })
  async rotateSigningKey(
    @Arg('input', () => RotateSigningKeyInput, inputArgument) input: RotateSigningKeyInput,
    @Ctx() context: ApiContext,
  ): Promise<RotateSigningKeyPayload> {
    return rotateSigningKey(context.authority, input, actorOf(context))
  }

  @RequiresScopes(['keys:write'])
  @Mutation(() => RevokeSigningKeyPayload, {
    description: 'Ends a key at once, with every token it signed. If it was the one that signs, the next one takes over.',
  })
  async revokeSigningKey(
    @Arg('input', () => RevokeSigningKeyInput, inputArgument) input: RevokeSigningKeyInput,
    @Ctx() context: ApiContext,
  ): Promise<RevokeSigningKeyPayload> {
    return revokeSigningKey(context.authority, input, actorOf(context))
  }
}

function actorOf(context: ApiContext): KeyActor {
  const { subject: actorId, clientId } = getToken(context)
  return { actorId, clientId, origin: context.origin, cause: 'request' }
}
