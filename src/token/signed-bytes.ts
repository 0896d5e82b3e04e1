// What the signature of a PASETO v4.public token is made over.

const header = Buffer.from('v4.public.', 'ascii')
const lengthBytes = 8

/** What is signed besides the header. */
export interface SignedParts {
  readonly message: Uint8Array
  /** Empty for none, as is the assertion. */
  readonly footer: Uint8Array
  readonly implicitAssertion: Uint8Array
}

/**
 * The bytes to sign, or to hold a signature against.
 *
 * @see PASETO docs/01-Protocol-Versions/Version4.md, Sign and Verify
 */
export function signedBytes({ message, footer, implicitAssertion }: SignedParts): Buffer {
  return encodePieces([header, message, footer, implicitAssertion])
}

/**
 * The pieces as one unambiguous text: PASETO's pre-authentication encoding, in one buffer.
 *
 * @see PASETO docs/01-Protocol-Versions/Common.md, PAE
 */
function encodePieces(pieces: readonly Uint8Array[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + lengthBytes + piece.length, lengthBytes)
  const encoded = Buffer.alloc(length)
  encoded.writeUInt32LE(pieces.length, 0)
  let offset = lengthBytes
  for (const piece of pieces) {
    // The upper half of each 64-bit length stays zero: nothing here is near 4 GiB.
    encoded.writeUInt32LE(piece.length, offset)
    encoded.set(piece, offset + lengthBytes)
    offset += lengthBytes + piece.length
  }
  return encoded
}
