// Signing keys as commands show them.

import type { SigningKeyRecord } from '../authorization-server/signing-keys/key-storage.ts'

/** A key for programs, field by field: the sealed secret is for nobody. */
export function keyFacts({ id, publicKey, status, createdAt, activatesAt, retiresAt, expiresAt }: SigningKeyRecord) {
  return { id, publicKey, status, createdAt, activatesAt, retiresAt, expiresAt }
}

/** Keys for people: a head, and a line each. */
export function keyTable(keys: readonly SigningKeyRecord[]): string {
  const head = ['ID', 'STATUS', 'ACTIVATES', 'RETIRES', 'EXPIRES']
  const rows = keys.map(({ id, status, ...key }) => [
    id,
    status,
    ...[key.activatesAt, key.retiresAt, key.expiresAt].map((at) => at?.toISOString() ?? '-'),
  ])
  const table = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return table.map((row) => `${line(row).trimEnd()}\n`).join('')
}
