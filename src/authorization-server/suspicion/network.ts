// The network that an address is of: what one party has many addresses in.

import { addressPrefix } from '../attempts/address-prefix.ts'

/**
 * The first 24 bits of an IPv4 address and the first 48 of an IPv6 address; undefined for whatever is no address. Coarser than what limits
 * of guesses count by: what counts networks must not take the addresses of one for many.
 *
 * @see RFC 6177 section 2
 */
export function networkOf(address: string | null): string | undefined {
  const prefix = addressPrefix(address)
  if (prefix === 'unknown') return undefined
  if (prefix.includes(':')) return `${prefix.split(':').slice(0, 3).join(':')}::/48`
  return `${prefix.split('.').slice(0, 3).join('.')}.0/24`
}
