// Writes PASETO v4.public over node's own Ed25519.

import { sign } from 'node:crypto'
import { encodeBase64url } from './base64url.ts'
import { signedBytes } from './signed-bytes.ts'
import type { SigningKey } from './signing-key.ts'

const nothing = Buffer.alloc(0)

/** What goes into a token besides its message. */
export interface TokenParts {
  readonly key: SigningKey
  /** Signed, and sent as it is. */
  readonly footer: Uint8Array
  /** Signed, and not sent: whoever reads must know it, so that tokens of two kinds never pass for each other. */
  readonly implicitAssertion?: Uint8Array
}

/**
 * A signed token, `v4.public.…`, of a message and a footer.
 *
 * Not the paseto package's Sign: on Node 20 that writes base64url letter by letter, which took longer than the signature, and 30 times as
 * long on a page of revocations (bench/README.md). The official vectors are the test, and the package reads what is written here.
 *
 * @see PASETO docs/01-Protocol-Versions/Version4.md, Sign
 */
export function signV4Public(message: string, { key, footer, implicitAssertion = nothing }: TokenParts): string {
  const bytes = Buffer.from(message)
  const signature = sign(null, signedBytes({ message: bytes, footer, implicitAssertion }), key.native)
  const token = `v4.public.${Buffer.concat([bytes, signature]).toString('base64url')}`
  return footer.length === 0 ? token : `${token}.${encodeBase64url(footer)}`
}
