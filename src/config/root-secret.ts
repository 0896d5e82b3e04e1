// The root secret: how its text becomes bytes, and which secrets are too weak to be one.

import { type Parse, SettingMistake } from './setting.ts'

const minBytes = 32
const minDistinctBytes = 10
const placeholder = /change[-_ ]?me|replace[-_ ]?me|your[-_ ]?secret|placeholder|example/i
const remedy = 'Set it to the output of: openssl rand -base64 32'

/**
 * The bytes of the root secret, by the first rule that fits:
 *
 * 1. hexadecimal digits only: the bytes they stand for; fewer than 64 digits or an odd number are refused
 * 2. base64 or base64url, padded or not, that stands for 32 bytes or more: those bytes
 * 3. any other text: its UTF-8 bytes, 32 or more
 *
 * Secrets that no generator made are refused: fewer than ten different bytes, a repeated part, a run such as 0 1 2 3, a placeholder.
 */
export const rootSecret: Parse<Uint8Array> = (text) => {
  const { form, bytes } = decode(text)
  if (bytes.length < minBytes)
    throw new SettingMistake(
      `is read as ${form} and stands for ${bytes.length} bytes, fewer than ${minBytes} bytes`,
      `${remedy}.`,
    )
  if (placeholder.test(text)) throw new SettingMistake('is a placeholder', `${remedy}.`)
  if (new Set(bytes).size < minDistinctBytes || isRepetition(bytes) || isRun(bytes)) {
    throw new SettingMistake('is easy to guess', `${remedy}.`)
  }
  return Uint8Array.from(bytes)
}

const maxPreviousSecrets = 5

/**
 * Other root secrets, with commas or white space between, each by the rules of rootSecret. One that has a comma or white space in it is
 * listed as the base64 of its bytes, which reads the same.
 */
export const previousSecrets: Parse<readonly Uint8Array[]> = (text) => {
  const secrets = text.split(/[\s,]+/).map(readListed)
  if (secrets.length > maxPreviousSecrets)
    throw new SettingMistake(`lists ${secrets.length} secrets`, `Keep ${maxPreviousSecrets} at most.`)
  if (secrets.some((secret, index) => secrets.slice(0, index).some((earlier) => isSameSecret(earlier, secret))))
    throw new SettingMistake('lists one secret twice', 'Keep one of the two.')
  return Object.freeze(secrets)
}

function readListed(text: string): Uint8Array {
  if (text === '') throw new SettingMistake('has an empty entry', 'Remove the comma that stands alone.')
  try {
    return rootSecret(text)
  } catch (error) {
    if (!(error instanceof SettingMistake)) throw error
    throw new SettingMistake(
      'has an entry that is no root secret',
      'List secrets as FIELDGATE_SECRET takes them, with commas or white space between; one that has those in it goes in as base64.',
    )
  }
}

/** Whether both texts were read as the same bytes. */
export function isSameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

interface Reading {
  readonly form: 'hexadecimal' | 'base64' | 'text'
  readonly bytes: Buffer
}

function decode(text: string): Reading {
  if (/^[0-9a-f]+$/i.test(text)) {
    if (text.length % 2 === 1) throw new SettingMistake('has an odd number of hexadecimal digits', `${remedy}.`)
    return { form: 'hexadecimal', bytes: Buffer.from(text, 'hex') }
  }
  const encoding = /^[\w-]+=*$/.test(text) ? 'base64url' : 'base64'
  const decoded = Buffer.from(text, encoding)
  const isEncoded = decoded.toString(encoding).replace(/=+$/, '') === text.replace(/=+$/, '')
  const plain = Buffer.from(text, 'utf8')
  // What is too short as either was most likely meant as base64.
  const isBase64 = isEncoded && (decoded.length >= minBytes || plain.length < minBytes)
  return isBase64 ? { form: 'base64', bytes: decoded } : { form: 'text', bytes: plain }
}

/** True when a part of at most half the length makes up the whole. */
function isRepetition(bytes: Uint8Array): boolean {
  for (let period = 1; period <= bytes.length / 2; period++) {
    if (bytes.every((byte, index) => index < period || byte === bytes[index - period])) return true
  }
  return false
}

/** True when each byte follows from the one before by the same step. */
function isRun(bytes: Uint8Array): boolean {
  const steps = new Set(Array.from(bytes.subarray(1), (byte, index) => (256 + byte - (bytes[index] ?? 0)) % 256))
  return steps.size === 1
}
