// The PASERK id of a public key: the name by which a token's footer picks its key.

import { blake2b } from '@noble/hashes/blake2.js'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

const publicHeader = 'k4.public.'
const idHeader = 'k4.pid.'

/**
 * The id `k4.pid.…` of a public key.
 *
 * @param publicPaserk `k4.public.…`; only its form is checked, importPublicKey checks the key itself
 * @throws {TypeError} when the text is not a PASERK k4.public
 * @see PASERK operations/ID.md: BLAKE2b-264 over the id's header and the key's PASERK
 */
export function publicKeyId(publicPaserk: string): string {
  decodePublicPaserk(publicPaserk)
  return idHeader + encodeBase64url(blake2b(Buffer.from(idHeader + publicPaserk, 'ascii'), { dkLen: 33 }))
}

/**
 * The 32 bytes of a public key in PASERK form.
 *
 * @throws {TypeError} when the header, the length or the base64url is wrong
 * @see PASERK types/public.md
 */
export function decodePublicPaserk(publicPaserk: string): Buffer {
  const bytes = publicPaserk.startsWith(publicHeader) ? decodeBase64url(publicPaserk.slice(publicHeader.length)) : undefined
  if (bytes?.length !== 32) throw new TypeError('"publicPaserk" must be "k4.public." and 32 bytes in unpadded base64url.')
  return bytes
}

/** The PASERK form `k4.public.…` of the 32 bytes of a public key. */
export function encodePublicPaserk(bytes: Uint8Array): string {
  return publicHeader + encodeBase64url(bytes)
}
