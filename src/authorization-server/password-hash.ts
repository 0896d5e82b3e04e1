// Password hashes that come from elsewhere: which of them may be kept.

import { BadUserInputError } from '../errors.ts'

const pattern = /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** In KiB. Less is no protection (RFC 9106 section 4 recommends far more); more is a login that takes the memory of all others. */
const memoryKib = { min: 4_096, max: 262_144 }
const passes = { min: 1, max: 10 }
const lanes = { min: 1, max: 16 }
/** Memory times passes, which is what a guess costs this service: about half a second. */
const maxWorkKib = 524_288
/** In bytes; RFC 9106 section 3.1 allows more, and nobody makes them. */
const salt = { min: 8, max: 48 }
const tag = { min: 16, max: 64 }

/**
 * Refuses a hash that is not Argon2id in PHC form, or that costs too little to protect a password or so much that a login with it would
 * keep the service busy. One that is weaker than the service's own is replaced at the first login.
 *
 * @throws {BadUserInputError} naming the field
 */
export function assertAcceptableHash(field: string, hash: string): void {
  const [, memory, time, parallelism, saltText = '', tagText = ''] = hash.length > 300 ? [] : (pattern.exec(hash) ?? [])
  if (memory === undefined || !isCanonical(saltText) || !isCanonical(tagText))
    throw new BadUserInputError(field, 'It must be an Argon2id hash in PHC form: $argon2id$v=19$m=…,t=…,p=…$salt$hash.')
  const [m, t, p] = [memory, time, parallelism].map(Number) as [number, number, number]
  const isSane =
    isWithin(m, memoryKib) &&
    isWithin(t, passes) &&
    isWithin(p, lanes) &&
    m * t <= maxWorkKib &&
    isWithin(bytesOf(saltText), salt)
  if (!isSane || !isWithin(bytesOf(tagText), tag))
    throw new BadUserInputError(
      field,
      `Its parameters are not sane: m from ${memoryKib.min} to ${memoryKib.max}, t to ${passes.max}, p to ${lanes.max}, m times t at most ${maxWorkKib}, 8 to 48 bytes of salt and 16 to 64 of hash.`,
    )
}

function isWithin(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value >= min && value <= max
}

function bytesOf(base64: string): number {
  return Buffer.from(base64, 'base64').length
}

/** Base64 without padding, and one text for each value. */
function isCanonical(base64: string): boolean {
  return Buffer.from(base64, 'base64').toString('base64').replace(/=+$/, '') === base64
}
