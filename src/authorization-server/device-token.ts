// Device tokens: what a device shows to be known, so that those who guess at its user's password elsewhere cannot shut it out.

import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Credentials } from './credentials.ts'

/** How long a device stays known after its last login. */
const deviceLifetimeMs = 180 * 86_400_000

const idBytes = 16
const instantBytes = 6
const sealBytes = 32

/**
 * A new device token: `fgd_`, an id at random, the second of its making and a seal over both and the user. Nothing is remembered of it.
 *
 * It proves that someone logged in as the user before, and opens nothing: the password is asked for all the same.
 */
export function issueDeviceToken({ sealDevice }: Pick<Credentials, 'sealDevice'>, userId: string, now: Date): string {
  const instant = Buffer.alloc(instantBytes)
  instant.writeUIntBE(Math.floor(now.getTime() / 1000), 0, instantBytes)
  const facts = Buffer.concat([randomBytes(idBytes), instant])
  return `fgd_${Buffer.concat([facts, seal(sealDevice, userId, facts)]).toString('base64url')}`
}

/**
 * The id of the device, or undefined when the token is not one of ours, is another user's, or is 180 days old.
 *
 * @param userId the empty text for a user who does not exist: it takes the same work, and no token is theirs
 */
export function readDeviceToken(
  { sealDevice }: Pick<Credentials, 'sealDevice'>,
  token: string,
  userId: string,
  now: Date,
): string | undefined {
  if (!/^fgd_[A-Za-z0-9_-]{72}$/.test(token)) return undefined
  const bytes = Buffer.from(token.slice('fgd_'.length), 'base64url')
  const facts = bytes.subarray(0, idBytes + instantBytes)
  if (!timingSafeEqual(bytes.subarray(idBytes + instantBytes), seal(sealDevice, userId, facts))) return undefined
  const issuedAtMs = facts.readUIntBE(idBytes, instantBytes) * 1000
  return now.getTime() - issuedAtMs < deviceLifetimeMs ? facts.subarray(0, idBytes).toString('hex') : undefined
}

function seal(sealDevice: Credentials['sealDevice'], userId: string, facts: Buffer): Buffer {
  const sealed = Buffer.from(sealDevice(`${userId} ${facts.toString('hex')}`), 'base64url')
  if (sealed.length !== sealBytes) throw new TypeError(`A seal has ${sealBytes} bytes.`)
  return sealed
}
