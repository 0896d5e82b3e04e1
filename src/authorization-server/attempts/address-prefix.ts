// Which address a guess is counted for: as much of it as one guesser has.

import { isIP } from 'node:net'

/**
 * The whole of an IPv4 address, also of one written as IPv6, and the first 64 bits of an IPv6 address, within which a subscriber has
 * as many as they like. Whatever is no address is one and the same.
 *
 * @see RFC 4291 section 2.5.5.2; RFC 6177 section 2
 */
export function addressPrefix(address: string | null): string {
  const [plain = ''] = (address ?? '').split('%')
  switch (isIP(plain)) {
    case 4:
      return plain
    case 6:
      return prefixOfV6(groupsOf(plain))
    default:
      return 'unknown'
  }
}

function prefixOfV6(groups: readonly number[]): string {
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight numbers of an IPv6 address. URLs write it in one way only: without dots, and shortened once. */
function groupsOf(address: string): number[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = [], tail = []] = canonical.split('::').map((part) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16)),
  )
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail]
}
