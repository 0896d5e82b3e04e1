// Which addresses are of the public internet (IANA special-purpose address registries): webhooks must not reach into networks that only
// the service can reach, nor ask a cloud for its credentials.

import { BlockList, isIPv4, isIPv6 } from 'node:net'

const specialIpv4 = [
  ...[
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
  ],
  ...['192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Public by its number, and yet the inside of a cloud: Azure's platform.
  '168.63.129.16/32',
]
/** Within what is public in IPv6: protocol assignments with Teredo, documentation, and 6to4, which leads to any IPv4 address. */
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const special = new BlockList()
for (const [network, prefix] of specialIpv4.map(splitNetwork)) special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of specialIpv6.map(splitNetwork)) special.addSubnet(network, prefix, 'ipv6')

/** All of IPv6 that is public: mapped, translated, local and multicast addresses are outside of it. */
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is of the public internet; false for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  return isIPv6(address) && globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

function splitNetwork(text: string): [network: string, prefix: number] {
  const [network = '', prefix] = text.split('/')
  return [network, Number(prefix)]
}
