// The mutations that end tokens: revokeToken, logout, changePassword.

import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql'
import { revokeToken } from '../authorization-server/revoke-token.ts'
import { changePassword } from '../authorization-server/sessions/change-password.ts'
import { logout } from '../authorization-server/sessions/logout.ts'
import { type ApiContext, getToken } from './context.ts'
import { inputArgument } from './input-argument.ts'
import { Authenticated, Public } from './rules.ts'

@InputType('RevokeTokenInput', { description: 'An app gives a token back (RFC 7009).' })
class RevokeTokenInput {
  @Field(() => String, { description: 'An access token, or a refresh token, which ends its session.' })
  token!: string

  @Field(() => ID, { description: 'The app the token was given to.' })
  clientId!: string

  @Field(() => String, { nullable: true, description: 'For confidential clients only.' })
  clientSecret?: string | null
}

@InputType('LogoutInput', { description: 'Which sessions to end.' })
class LogoutInput {
  @Field(() => Boolean, { defaultValue: false, description: 'True: every session of the user. False: the one of this token.' })
  everywhere!: boolean
}

@InputType('ChangePasswordInput', { description: 'The old password and the new one.' })
class ChangePasswordInput {
  @Field(() => String, { description: 'Proves that it is the user who asks.' })
  currentPassword!: string

  @Field(() => String, { description: '12 to 1,024 characters; no rules of composition, but not one of the well-known.' })
  newPassword!: string

  @Field(() => Boolean, { defaultValue: true, description: 'False: the session of this token ends too.' })
  keepThisSession!: boolean
}

@Public()
@ObjectType('RevokeTokenPayload', { description: 'Tells nothing about the token.' })
class RevokeTokenPayload {
  @Field(() => Boolean, { description: 'Always true, so that it tells nothing about the token.' })
  isRevoked!: boolean
}

@Authenticated()
@ObjectType('LogoutPayload', { description: 'What a logout ended.' })
class LogoutPayload {
  @Field(() => Int, { description: 'How many sessions ended.' })
  revokedSessionCount!: number
}

@Authenticated()
@ObjectType('ChangePasswordPayload', { description: 'What a change of password ended.' })
class ChangePasswordPayload {
  @Field(() => Int, { description: 'How many sessions ended.' })
  revokedSessionCount!: number
}

/** Each mutation hands its input to the authorization server. */
@Resolver()
export class Revocation {
  @Public()
  @Mutation(() => RevokeTokenPayload, {
    description:
      'Revokes a token of the client. An unknown token, and one of another client, which stays as it is, get the same answer (RFC 7009).',
  })
  async revokeToken(
    @Arg('input', () => RevokeTokenInput, inputArgument) input: RevokeTokenInput,
    @Ctx() { authority, origin }: ApiContext,
  ) {
    await revokeToken(authority, input, origin)
    return { isRevoked: true }
  }

  @Authenticated()
  @Mutation(() => LogoutPayload, { description: 'Ends the session of this token, or every session of its user.' })
  async logout(@Arg('input', () => LogoutInput, inputArgument) input: LogoutInput, @Ctx() context: ApiContext) {
    return { revokedSessionCount: await logout(context.authority, getToken(context), input, context.origin) }
  }

  @Authenticated()
  @Mutation(() => ChangePasswordPayload, { description: "Changes the user's password; their other sessions end." })
  async changePassword(
    @Arg('input', () => ChangePasswordInput, inputArgument) input: ChangePasswordInput,
    @Ctx() context: ApiContext,
  ) {
    return { revokedSessionCount: await changePassword(context.authority, getToken(context), input, context.origin) }
  }
}
