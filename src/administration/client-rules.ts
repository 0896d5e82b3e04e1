// What a client must be, whoever makes or changes it.

import type { Settings } from '../authorization-server/authority.ts'
import { lifetimesOf } from '../authorization-server/issue.ts'
import { impliesOf } from '../authorization-server/registered-scopes.ts'
import type { Client, ScopeDefinition } from '../authorization-server/storage.ts'
import { BadUserInputError, InvalidScopeError, NotFoundError } from '../errors.ts'
import { expandImplied } from '../scope/implied.ts'
import { uncovered } from '../scope/intersect.ts'
import { maxLifetimeSeconds } from '../token/claims.ts'
import { checkOptionalText, checkScopes, checkSeconds, checkText } from './checks.ts'

const maxAudiences = 50
const yearSeconds = 366 * 24 * 3600

/** What a client is held against. */
export interface ClientRules {
  readonly definitions: readonly ScopeDefinition[]
  readonly settings: Settings
}

/**
 * The client with its texts and lists in their normal form.
 *
 * @throws {BadUserInputError} {InvalidScopeError} it cannot be such; the field or the scopes are named
 */
export function checkClient(client: Client, { definitions, settings }: ClientRules): Client {
  const checked = {
    ...client,
    name: checkText('name', client.name, 200),
    description: checkOptionalText('description', client.description, 1_000),
    grantTypes: [...new Set(client.grantTypes)],
    allowedScopes: checkScopes('allowedScopes', client.allowedScopes, definitions),
    defaultScopes: checkScopes('defaultScopes', client.defaultScopes, definitions),
    allowedAudiences: checkAudiences(client.allowedAudiences),
    accessTokenLifetimeSeconds: checkSeconds('accessTokenLifetimeSeconds', client.accessTokenLifetimeSeconds, [
      1,
      maxLifetimeSeconds,
    ]),
    refreshTokenIdleSeconds: checkSeconds('refreshTokenIdleSeconds', client.refreshTokenIdleSeconds, [1, yearSeconds]),
    refreshTokenAbsoluteSeconds: checkSeconds('refreshTokenAbsoluteSeconds', client.refreshTokenAbsoluteSeconds, [
      1,
      yearSeconds,
    ]),
  }
  checkDefaults(checked, definitions)
  checkGrants(checked)
  const { refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds } = lifetimesOf(checked, settings)
  if (refreshTokenAbsoluteSeconds < refreshTokenIdleSeconds)
    throw new BadUserInputError('refreshTokenAbsoluteSeconds', 'A session cannot last shorter at most than it may be idle.')
  return checked
}

/** The registry's default scopes that lie within a ceiling: what a client gets that is made without any. */
export function defaultsWithin(allowedScopes: readonly string[], definitions: readonly ScopeDefinition[]): string[] {
  const defaults = definitions.filter(({ isDefault }) => isDefault).map(({ name }) => name)
  const beyond = beyondCeiling(defaults, allowedScopes, definitions)
  return defaults.filter((name) => !beyond.includes(name))
}

function checkAudiences(audiences: readonly string[]): string[] {
  if (audiences.length > maxAudiences)
    throw new BadUserInputError('allowedAudiences', `It may hold at most ${maxAudiences} audiences.`)
  const isFit = (audience: string) => audience.length <= 500 && /^[\x21-\x7e]+$/.test(audience)
  if (!audiences.every(isFit))
    throw new BadUserInputError('allowedAudiences', 'An audience is 1 to 500 visible ASCII characters, as a URL is.')
  return [...new Set(audiences)]
}

function checkDefaults({ allowedScopes, defaultScopes }: Client, definitions: readonly ScopeDefinition[]): void {
  const beyond = beyondCeiling(defaultScopes, allowedScopes, definitions)
  if (beyond.length > 0) throw new InvalidScopeError([...beyond].sort())
}

function beyondCeiling(scopes: readonly string[], ceiling: readonly string[], definitions: readonly ScopeDefinition[]): string[] {
  const implies = impliesOf(definitions)
  return uncovered(scopes, expandImplied(ceiling, implies))
}

function checkGrants({ type, isFirstParty, grantTypes }: Client): void {
  if (type === 'PUBLIC' && grantTypes.includes('CLIENT_CREDENTIALS'))
    throw new BadUserInputError('grantTypes', 'A public client has no secret, and so no CLIENT_CREDENTIALS.')
  if (!isFirstParty && grantTypes.includes('PASSWORD'))
    throw new BadUserInputError(
      'grantTypes',
      'Only a first-party client may handle passwords: no PASSWORD (RFC 9700 section 2.4).',
    )
}

/** The error of every operation that names a client which is not there. */
export function noClient(): NotFoundError {
  return new NotFoundError('There is no such client.')
}
