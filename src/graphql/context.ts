// What a resolver knows of its request.

import type { Actor } from '../administration/actor.ts'
import type { Administration } from '../administration/administration.ts'
import type { RequestOrigin } from '../authorization-server/audit.ts'
import { UnauthenticatedError } from '../errors.ts'
import { accessTokenOf } from '../resource-server/token-of-context.ts'
import type { AccessToken } from '../token/access-token.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/** One for each request. */
export interface ApiContext {
  readonly authority: Administration
  readonly origin: RequestOrigin
  readonly loaders: Loaders
}

/** The context of a new request. */
export function createApiContext(authority: Administration, origin: RequestOrigin): ApiContext {
  return { authority, origin, loaders: createLoaders(authority.storage) }
}

/** The verified token of the request, or null when it came without one. */
export function findToken(context: ApiContext): AccessToken | null {
  return accessTokenOf(context)
}

/**
 * The token of a request that the gate let through to a field which asks for one.
 *
 * @throws {UnauthenticatedError} there is none: the field lacks a rule
 */
export function getToken(context: ApiContext): AccessToken {
  const token = findToken(context)
  if (!token) throw new UnauthenticatedError('MISSING', 'This needs an access token.')
  return token
}

/**
 * Who administers in this request.
 *
 * @throws {UnauthenticatedError} there is no token: the field lacks a rule
 */
export function getActor(context: ApiContext): Actor {
  const { subject, clientId, scopes } = getToken(context)
  return { id: subject, clientId, scopes, origin: context.origin }
}
