// Which resource server a token is for. RFC 8707 section 2.

import { InvalidAudienceError } from '../errors.ts'
import type { Settings } from './authority.ts'
import type { Client } from './storage.ts'

/**
 * The audience of a token: the one asked for, or the service's default. A client that lists no audiences may have the
 * default only; one that lists some may have just those.
 *
 * @throws {InvalidAudienceError} it may not have that one
 */
export function chooseAudience(
  client: Client,
  asked: string | null | undefined,
  { audience: defaultAudience }: Settings,
): string {
  const allowed = client.allowedAudiences.length > 0 ? client.allowedAudiences : [defaultAudience]
  const audience = asked ?? defaultAudience
  if (!allowed.includes(audience)) throw new InvalidAudienceError()
  return audience
}
