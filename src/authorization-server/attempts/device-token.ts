// Device tokens: what a device shows to be known, so that those who guess at its user's password elsewhere cannot shut it out.

import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Credentials } from '../credentials.ts'

/** How long a device stays known after its last login. */
const deviceLifetimeMs = 180 * 86_400_000

const idBytes = 16
const instantBytes = 6
/** Facts of 22 bytes, which take 30 characters, and a seal of 32, which take 43. */
const devicePattern = /^fgd_([A-Za-z0-9_-]{30})([A-Za-z0-9_-]{43})$/

type DeviceSeals = Pick<Credentials, 'deviceSeals'>

/**
 * A new device token: `fgd_`, an id at random, the second of its making and a seal over both and the account. Nothing is remembered of it.
 *
 * It proves that someone logged in to the account before, and opens nothing: the password is asked for all the same.
 *
 * @param email in its compared form. The account is known by it and not by the user's id, so that a token is read before any user is
 *   looked for: an account at its limit then takes no longer to refuse than an email that nobody has.
 */
export function issueDeviceToken({ deviceSeals }: DeviceSeals, email: string, now: Date): string {
  const instant = Buffer.alloc(instantBytes)
  instant.writeUIntBE(Math.floor(now.getTime() / 1000), 0, instantBytes)
  const facts = Buffer.concat([randomBytes(idBytes), instant])
  const [seal = ''] = deviceSeals(sealedText(email, facts))
  return `fgd_${facts.toString('base64url')}${seal}`
}

/** A device token as it was presented. */
export interface PresentedDevice {
  readonly token: string
  /** Of the account that it should be for, in its compared form. */
  readonly email: string
  readonly now: Date
}

/** A device that is known. */
export interface KnownDevice {
  readonly id: string
  /** In whole seconds, never later than it was. */
  readonly loggedInAt: Date
}

/** The device, or undefined when the token is not one of ours, is another account's, or is 180 days old. */
export function readDeviceToken({ deviceSeals }: DeviceSeals, { token, email, now }: PresentedDevice): KnownDevice | undefined {
  const [, text = '', shown = ''] = devicePattern.exec(token) ?? []
  if (text === '') return undefined
  const facts = Buffer.from(text, 'base64url')
  // Each is compared, so that timing does not tell under which root secret it was sealed.
  const fits = deviceSeals(sealedText(email, facts)).filter((seal) => timingSafeEqual(Buffer.from(seal), Buffer.from(shown)))
  if (fits.length === 0 || facts.toString('base64url') !== text) return undefined
  const loggedInAt = new Date(facts.readUIntBE(idBytes, instantBytes) * 1000)
  if (now.getTime() - loggedInAt.getTime() >= deviceLifetimeMs) return undefined
  return { id: facts.subarray(0, idBytes).toString('hex'), loggedInAt }
}

function sealedText(email: string, facts: Buffer): string {
  return `${email} ${facts.toString('hex')}`
}
