// PASETO v4.public over node's own Ed25519: the paseto package keeps the protocol, OpenSSL does the arithmetic.

import { sign, verify } from 'node:crypto'
import { PAE, PublicProtocol, PublicSign, PublicVerify } from 'paseto'
import { UnauthenticatedError } from '../errors.ts'
import type { PublicKey } from './public-key.ts'
import type { SigningKey } from './signing-key.ts'

const header = Buffer.from('v4.public.', 'ascii')

/**
 * Signs and verifies v4.public tokens. Verify throws UnauthenticatedError BAD_SIGNATURE when the signature does not fit, so that it is
 * told apart from a malformed token. WebCrypto is not used: on Node 20 its Ed25519 is experimental, and slower.
 *
 * @see PASETO docs/01-Protocol-Versions/Version4.md
 */
export const v4Public = new PublicProtocol(
  PublicSign<4, SigningKey>({
    version: 4,
    run: async (key, message, footer, implicitAssertion) =>
      new Uint8Array(sign(null, PAE([header, message, footer, implicitAssertion]), key.native)),
  }),
  PublicVerify<4, PublicKey>({
    version: 4,
    run: async (key, message, signature, footer, implicitAssertion) => {
      if (verify(null, PAE([header, message, footer, implicitAssertion]), key.native, signature)) return true
      throw new UnauthenticatedError('BAD_SIGNATURE', 'The access token was not signed by the key it names. Log in again.')
    },
  }),
)
