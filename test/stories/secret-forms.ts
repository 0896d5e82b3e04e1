// The forms in which a secret may stand somewhere without being seen at once.

/** Each form of a secret that is long enough to be told from chance. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const [, body] = /^(?:v4\.public\.|fg[rsd]_)([\w-]+)/.exec(secret) ?? []
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    ...base64Forms(bytes),
    ...(body === undefined ? [] : [body, Buffer.from(body, 'base64url').toString('latin1')]),
  ]
}

/** In base64, a text looks in three ways, by what stands before it; its first and last characters depend on its neighbours. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
    return (['base64', 'base64url'] as const).map((encoding) => shifted.toString(encoding).slice(4, -4))
  })
}
