// Which 32 bytes are an Ed25519 public key worth trusting: a point on the curve, in its one encoding, not of small order.

/** The field's prime, 2^255 - 19. */
const p = 2n ** 255n - 19n
/** The curve's constant, -121665/121666 (RFC 8032 section 5.1). */
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
const signBit = 1n << 255n

/**
 * Every encoding of the eight points of small order, the ones that are not canonical included. Under such a key, signatures that fit
 * any message can be written down without a secret.
 */
const smallOrderEncodings = new Set([
  // order 1
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  // order 2
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  // order 4
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  // order 8
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
])

/**
 * Refuses bytes that no honest key has.
 *
 * @param encoded 32 bytes
 * @throws {TypeError} of small order, not canonical, or not on the curve
 * @see RFC 8032 section 5.1.3
 */
export function assertPublicPoint(encoded: Uint8Array): void {
  const hex = Buffer.from(encoded).toString('hex')
  if (smallOrderEncodings.has(hex)) throw new TypeError('The public key is a point of small order, which no honest key is.')

  const y = BigInt(`0x${Buffer.from(encoded).reverse().toString('hex')}`) & ~signBit
  if (y >= p) throw new TypeError('The public key is not in its canonical encoding.')
  if (!isOnCurve(y)) throw new TypeError('The public key is not a point on the curve.')
}

/** Whether some x has this y: x² = (y² - 1) / (d y² + 1) must be a square. Zero only at y = 1 and -1, which are of small order. */
function isOnCurve(y: bigint): boolean {
  const numerator = (y * y - 1n) % p
  const denominator = (d * y * y + 1n) % p
  // A quotient is a square exactly when the product is (Euler's criterion).
  return power((numerator * denominator) % p, (p - 1n) / 2n) === 1n
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % p) {
    if (rest & 1n) result = (result * square) % p
  }
  return result
}
