// Login with email and password: a new session. First-party apps only (RFC 6749 section 4.3; RFC 9700 section 2.4).

import { BadUserInputError, InvalidCredentialsError, UnauthorizedClientError } from '../../errors.ts'
import { evaluateGuess, placesOfDevice, placesOfStranger } from '../attempts/attempts.ts'
import { issueDeviceToken, readDeviceToken } from '../attempts/device-token.ts'
import { chooseAudience } from '../audience.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import { type Authority, addSeconds } from '../authority.ts'
import { assertGrantAllowed, authenticateClient, type PresentedClient } from '../client-authentication.ts'
import { newId } from '../identifiers.ts'
import { accessTokenEnd, issueTokens, lifetimesOf, type TokenSet } from '../issue.ts'
import { assertHashable } from '../passwords.ts'
import { effectiveScopes, grantScopes } from '../scope-policy.ts'
import { sessionEnd } from '../sessions/session-end.ts'
import type { Client, Session, User, UserForLogin } from '../storage.ts'

/** A user logs in through a client; scopes, audience and the name of the device may be left out. */
export interface PasswordGrantRequest extends PresentedClient {
  readonly email: string
  readonly password: string
  readonly scopes?: readonly string[] | null | undefined
  readonly audience?: string | null | undefined
  readonly deviceName?: string | null | undefined
  /** From an earlier login on this device. One that is not this user's, or not usable, is as none. */
  readonly deviceToken?: string | null | undefined
}

/** What a login gives. */
export interface PasswordGrantResult {
  readonly tokens: TokenSet
  readonly session: Session
  /** A new one for the next login on this device. */
  readonly deviceToken: string
}

/**
 * Checks an email and a password and begins a session.
 *
 * @throws {InvalidClientError} {UnauthorizedClientError} {InvalidAudienceError} the app may not do this
 * @throws {InvalidCredentialsError} unknown email, wrong password or disabled user: one answer, one timing
 * @throws {InvalidScopeError} a scope asked for is unknown, or beyond the client's ceiling or the user's grants
 * @throws {RateLimitedError} too many wrong guesses at this account or from this address; the password was not looked at
 */
export async function passwordGrant(
  authority: Authority,
  request: PasswordGrantRequest,
  origin: RequestOrigin,
): Promise<PasswordGrantResult> {
  assertHashable('password', request.password)
  // Read before the checks, so that a revocation after them is later than the token.
  const now = authority.now()
  const { client } = await authenticateClient(authority, request, origin)
  if (!client.isFirstParty) throw new UnauthorizedClientError('Only first-party clients may handle passwords.')
  assertGrantAllowed(client, 'PASSWORD')
  const audience = chooseAudience(client, request.audience, authority.settings)
  const deviceName = parseDeviceName(request.deviceName)
  const user = await checkPassword(authority, request, origin)
  const definitions = await authority.storage.listScopeDefinitions()
  const ceilings = [client.allowedScopes, effectiveScopes(user, definitions)]
  const scopes = await orRecorded(authority, { user, client, origin }, () =>
    grantScopes({ asked: request.scopes, defaults: client.defaultScopes, ceilings, definitions }),
  )
  const login = { client, user, audience, scopes, deviceName, password: request.password, now }
  const begun = await beginSession(authority, login, origin)
  return { ...begun, deviceToken: issueDeviceToken(authority.credentials, user.email, now) }
}

/** RFC 5321 section 4.5.3.1: 64 for the local part, 255 for the domain, and the sign between them. */
const maxEmailLength = 320

/** The email in the form it is stored and compared in. */
export function normalizeEmail(email: string): string {
  // NFC last: lower case can undo it.
  return email.trim().toLowerCase().normalize('NFC')
}

async function checkPassword(
  authority: Authority,
  { email, password, clientId, deviceToken }: PasswordGrantRequest,
  origin: RequestOrigin,
): Promise<User> {
  const { storage, passwords, credentials, now } = authority
  // Normalising takes time that grows faster than the text, and no one has an email that long.
  const isTooLong = email.length > maxEmailLength
  const account = isTooLong ? email : normalizeEmail(email)
  const find = async () => (isTooLong ? undefined : storage.findUserForLogin(account))
  const device =
    deviceToken == null ? undefined : readDeviceToken(credentials, { token: deviceToken, email: account, now: now() })
  // Whoever shows a device of the account knows that it exists; for nobody else is a user looked for before there is a place.
  const owner = device && (await find())
  const places = [placesOfStranger(authority, account, origin)]
  if (owner) places.unshift(placesOfDevice(authority, account, { device, passwordChangedAt: owner.passwordChangedAt }))
  let found: UserForLogin | undefined
  let reason = ''
  const isLetIn = await evaluateGuess(authority, {
    places,
    origin,
    isRight: async () => {
      found = await find()
      // The hash is compared also for unknown and disabled users: the answer must not tell them apart, nor its timing.
      const isMatch = await passwords.verify(password, found?.passwordHash)
      reason = !found ? 'unknown' : !isMatch ? 'password' : 'disabled'
      return isMatch && found?.isEnabled === true
    },
    // What was typed as an email may be a password: only the id of a known user is kept.
    failed: (at) => auditEntry('login.failed', at, origin, { actorId: found?.id ?? null, clientId, data: { reason } }),
  })
  // The roles take further queries: not for a wrong password, and not while others wait for the place.
  const user = found && isLetIn ? await storage.findUser(found.id) : undefined
  if (!found || !user) throw new InvalidCredentialsError()
  // The session is begun on the hash that was compared, and refused if that is another by now.
  return { ...user, passwordHash: found.passwordHash }
}

/** A login that fails after its password was found right tells of the password all the same: it is recorded like the others. */
async function orRecorded<T>(
  { storage, now }: Authority,
  { user, client, origin }: { user: User; client: Client; origin: RequestOrigin },
  grant: () => T,
): Promise<T> {
  try {
    return grant()
  } catch (error) {
    const facts = { actorId: user.id, clientId: client.id, data: { reason: 'scope' } }
    await storage.recordEvent(auditEntry('login.failed', now(), origin, facts))
    throw error
  }
}

/** Of one user: many more than anybody has devices, and few enough to be ended all at once, whoever began them. */
const maxLivingSessions = 200

interface Login {
  now: Date
  client: Client
  user: User
  audience: string
  scopes: string[]
  deviceName: string | null
  password: string
}

async function beginSession(
  authority: Authority,
  login: Login,
  origin: RequestOrigin,
): Promise<{ tokens: TokenSet; session: Session }> {
  const { settings, storage, credentials, passwords } = authority
  const { client, user, audience, scopes, deviceName, password, now } = login
  const upgradedPasswordHash = passwords.isOutdated(user.passwordHash) ? await passwords.hash(password) : null
  const lifetimes = lifetimesOf(client, settings)
  const absoluteExpiresAt = addSeconds(now, lifetimes.refreshTokenAbsoluteSeconds)
  const idleEnd = addSeconds(now, Math.min(lifetimes.refreshTokenIdleSeconds, lifetimes.refreshTokenAbsoluteSeconds))
  const refreshes = client.grantTypes.includes('REFRESH_TOKEN')
  // Without a refresh token the login ends with its one access token.
  const expiresAt = refreshes ? idleEnd : accessTokenEnd(client, settings, { now, notAfter: absoluteExpiresAt })
  const sessionId = newId('ses', now)
  const session: Session = {
    id: sessionId,
    userId: user.id,
    clientId: client.id,
    audience,
    scopes,
    deviceName,
    ipAddress: origin.ipAddress,
    userAgent: origin.userAgent?.slice(0, 256) ?? null,
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
    absoluteExpiresAt,
    revokedAt: null,
    revokedReason: null,
  }
  const refreshToken = refreshes ? credentials.newRefreshToken() : null
  const isStarted = await storage.startSession({
    session,
    refreshToken:
      refreshToken === null
        ? null
        : { id: newId('rft', now), hash: credentials.hashRefreshToken(refreshToken), scopes, expiresAt },
    checkedPasswordHash: user.passwordHash,
    upgradedPasswordHash,
    crowded: { limit: maxLivingSessions, end: sessionEnd({ actorId: user.id, reason: 'too many sessions', origin }, now) },
    audit: auditEntry('login.succeeded', now, origin, {
      actorId: user.id,
      clientId: client.id,
      targetId: sessionId,
      data: { scopes },
    }),
  })
  if (!isStarted)
    throw new InvalidCredentialsError('The user or the client was disabled, or the password changed, during the login.')
  const tokens = await issueTokens(authority, {
    subject: user.id,
    clientId: client.id,
    sessionId,
    tokenId: newId('tok', now),
    audience,
    scopes,
    issuedAt: now,
    expiresAt: accessTokenEnd(client, settings, { now, notAfter: expiresAt }),
    refresh: refreshToken === null ? null : { token: refreshToken, expiresAt },
  })
  return { tokens, session }
}

function parseDeviceName(deviceName: string | null | undefined): string | null {
  if (deviceName == null) return null
  if (deviceName.length > 100 || /\p{Cc}/u.test(deviceName)) {
    throw new BadUserInputError('deviceName', 'A device name has at most 100 characters and no control characters.')
  }
  return deviceName
}
