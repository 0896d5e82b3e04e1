// XChaCha20 from node's own ChaCha20 (draft-irtf-cfrg-xchacha-03). No authentication: only for constructions that bring their own.

import { createCipheriv } from 'node:crypto'

/** "expand 32-byte k": the first four words of every ChaCha20 state (RFC 8439 section 2.3). */
const constants = Buffer.from('expand 32-byte k', 'ascii')

/**
 * The bytes combined with the key stream; the same call decrypts.
 *
 * @param key 32 bytes
 * @param nonce 24 bytes, never used twice under one key
 */
export function xchacha20(bytes: Uint8Array, key: Uint8Array, nonce: Uint8Array): Buffer {
  const subkey = hchacha20(key, nonce.subarray(0, 16))
  return chacha20(bytes, subkey, Buffer.concat([Buffer.alloc(8), nonce.subarray(16, 24)]))
}

/** HChaCha20 is a ChaCha20 block without its last addition, so the starting state is taken off again (section 2.2 of the draft). */
function hchacha20(key: Uint8Array, input: Uint8Array): Buffer {
  const block = chacha20(Buffer.alloc(64), key, input)
  const subkey = Buffer.alloc(32)
  subtractWords({ from: block.subarray(0, 16), initial: constants, into: subkey.subarray(0, 16) })
  subtractWords({ from: block.subarray(48, 64), initial: Buffer.from(input), into: subkey.subarray(16, 32) })
  return subkey
}

function subtractWords({ from, initial, into }: { from: Buffer; initial: Buffer; into: Buffer }): void {
  for (let offset = 0; offset < 16; offset += 4) {
    into.writeUInt32LE((from.readUInt32LE(offset) - initial.readUInt32LE(offset)) >>> 0, offset)
  }
}

/** @param counterAndNonce 16 bytes: words 12 to 15 of the state */
function chacha20(bytes: Uint8Array, key: Uint8Array, counterAndNonce: Uint8Array): Buffer {
  return createCipheriv('chacha20', key, counterAndNonce).update(bytes)
}
