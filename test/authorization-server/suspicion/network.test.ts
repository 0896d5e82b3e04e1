import { describe, expect, it } from 'vitest'
import { networkOf } from '../../../src/authorization-server/suspicion/network.ts'

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.0/24'],
    ['2001:db8:0:1:2:3:4:5', '2001:db8:0::/48'],
    ['2001:db8::9', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it.each([null, '', 'unknown', '203.0.113'])('of %s is none', (text) => {
    expect(networkOf(text)).toBeUndefined()
  })
})
