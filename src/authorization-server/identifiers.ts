// Ids: a type prefix and a UUIDv7 (RFC 9562 section 5.7), so that they sort by creation and never meet those of another type.

import { randomBytes } from 'node:crypto'

/** What an id names, in three letters. */
export type IdPrefix = 'usr' | 'cli' | 'sec' | 'rol' | 'ses' | 'rft' | 'tok' | 'evt' | 'req' | 'whk'

/** A new id, as in `usr_0190d6c8-….` */
export function newId(prefix: IdPrefix, now: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return `${prefix}_${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
