import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../../src/authorization-server/webhooks/addresses.ts'

describe('an address', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.215.14',
    '172.15.255.255',
    '172.32.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('like %s is public', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    ['this host', '0.0.0.0'],
    ['loopback', '127.0.0.1'],
    ['all of loopback', '127.255.255.254'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared by a provider, with the metadata of Alibaba', '100.100.100.200'],
    ['link-local, with the metadata of most clouds', '169.254.169.254'],
    ['the platform of Azure', '168.63.129.16'],
    ['the metadata of Oracle', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['nothing', '::'],
    ['loopback', '::1'],
    ['loopback, mapped', '::ffff:127.0.0.1'],
    ['loopback, mapped, in hexadecimal', '::ffff:7f00:1'],
    ['public, mapped', '::ffff:1.1.1.1'],
    ['loopback, compatible', '::127.0.0.1'],
    ['loopback, translated', '64:ff9b::127.0.0.1'],
    ['loopback by 6to4', '2002:7f00:1::'],
    ['Teredo', '2001::1'],
    ['unique local', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['multicast', 'ff02::1'],
    ['documentation', '2001:db8::1'],
    ['no address', 'example.com'],
    ['an address in another form', '0x7f.1'],
  ])('that is %s is not public: %s', (_what, address) => expect(isPublicAddress(address)).toBe(false))
})
