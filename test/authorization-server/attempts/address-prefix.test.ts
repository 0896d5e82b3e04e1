import { describe, expect, it } from 'vitest'
import { addressPrefix } from '../../../src/authorization-server/attempts/address-prefix.ts'

describe('the address that a guess is counted for', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:0207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
  ])('is of %s: %s', (address, prefix) => {
    expect(addressPrefix(address)).toBe(prefix)
  })

  it.each([null, '', 'unknown', '192.0.2', '192.0.2.7:80', '1::2::3', '[::1]'])('is one and the same for %j', (address) => {
    expect(addressPrefix(address)).toBe('unknown')
  })

  it('tells neighbours of IPv4 apart, and those within 64 bits of IPv6 not', () => {
    expect(addressPrefix('192.0.2.7')).not.toBe(addressPrefix('192.0.2.8'))
    expect(addressPrefix('2001:db8::1')).toBe(addressPrefix('2001:db8::ffff:1'))
    expect(addressPrefix('2001:db8::1')).not.toBe(addressPrefix('2001:db8:0:1::1'))
  })
})
