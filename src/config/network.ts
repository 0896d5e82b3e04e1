// Settings that name hosts, origins and networks.

import { isIP, isIPv6 } from 'node:net'
import { type Parse, SettingMistake } from './setting.ts'

/** Networks that go by a name: `loopback` is 127.0.0.0/8 and ::1, the others are RFC 3927 and RFC 1918 with their IPv6 kin. */
const namedNetworks = ['loopback', 'linklocal', 'uniquelocal']
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i

/** An address or a host name to listen on. */
export const host: Parse<string> = (text) => {
  const looksLikeAddress = /^[\d.]+$/.test(text)
  if (isIP(text) || (!looksLikeAddress && hostName.test(text))) return text
  throw new SettingMistake(
    'is neither an IP address nor a host name',
    'Set it to an address without port or brackets, such as 127.0.0.1 or ::.',
  )
}

/** True for hosts that only this machine reaches, as `URL` writes them. */
export function isLoopback(hostname: string): boolean {
  return /^127(\.\d+){3}$/.test(hostname) || hostname === '[::1]' || hostname === 'localhost' || hostname.endsWith('.localhost')
}

/** Addresses and networks of proxies whose `X-Forwarded-*` headers are believed; `false` for none. */
export const trustedProxies: Parse<readonly string[]> = (text) => {
  if (text === 'false') return []
  if (text === 'true' || /^\d+$/.test(text)) {
    // A count of hops, or "everyone", would let a caller who reaches the port directly choose his own address.
    throw new SettingMistake(
      'does not name the proxies',
      'List their addresses or networks, such as 10.0.0.0/8, or set it to false.',
    )
  }
  return splitList(text, assertNetwork)
}

function assertNetwork(text: string): void {
  if (namedNetworks.includes(text)) return
  const [address = '', prefix, ...rest] = text.split('/')
  const most = isIPv6(address) ? 128 : 32
  const isPrefixGood = prefix === undefined || (/^([1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= most)
  if (isIP(address) && isPrefixGood && rest.length === 0) return
  throw new SettingMistake(
    'has an entry that is no address and no network',
    `List entries such as 10.0.0.7, 10.0.0.0/8 or ${namedNetworks.join(', ')}, with commas between.`,
  )
}

/** Origins that browsers may call from, exactly as they send them. */
export const corsOrigins: Parse<readonly string[]> = (text) => splitList(text, assertOrigin)

function assertOrigin(text: string): void {
  if (text.includes('*')) throw new SettingMistake('has a wildcard', 'List each origin by its full name.')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.origin === text) return
  throw new SettingMistake(
    'has an entry that is no origin',
    'List origins such as https://app.example.com: scheme, small-letter host and port if it is not the usual one, without a slash at the end.',
  )
}

function splitList(text: string, assertEntry: (entry: string) => void): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim())
  for (const entry of entries) {
    if (entry === '') throw new SettingMistake('has an empty entry', 'Remove the comma that stands alone.')
    assertEntry(entry)
  }
  return Object.freeze([...new Set(entries)])
}
