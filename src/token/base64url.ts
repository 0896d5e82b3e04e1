// Base64url as PASETO wants it: no padding, and one text for each value (RFC 4648 sections 3.5 and 5).

/** The bytes, or undefined unless the text is exactly what those bytes encode to: no padding, no stray bits, no other alphabet. */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

/** The bytes as unpadded base64url. */
export function encodeBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}
