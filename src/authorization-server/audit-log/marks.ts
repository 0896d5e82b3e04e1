// The marks of the chain in the hands of who knows the signing keys.

import { type AuditMark, type AuditMarkKind, openAuditMark, readMarkKeyId } from '../../token/audit-mark.ts'
import type { PublicKey } from '../../token/public-key.ts'
import type { KeyRing } from '../signing-keys/key-ring.ts'
import { importRecord } from '../signing-keys/key-seal.ts'

/** The part of the key ring that marks are read with. */
export type MarkKeys = Pick<KeyRing, 'findKey' | 'listAllKeys'>

/** A mark that one of our keys signed, whatever has become of the key: a log outlives them. Undefined when none did. */
export async function openMark(keyRing: MarkKeys, kind: AuditMarkKind, token: string): Promise<AuditMark | undefined> {
  const keyId = orUndefined(() => readMarkKeyId(token))
  const key = keyId === undefined ? undefined : await findKey(keyRing, keyId)
  return key && orUndefined(() => openAuditMark(kind, token, key))
}

async function findKey(keyRing: MarkKeys, keyId: string): Promise<PublicKey | undefined> {
  // Asked first, for it reads anew where the id is not known yet.
  const current = await keyRing.findKey(keyId)
  if (current) return current
  const record = (await keyRing.listAllKeys()).find(({ id }) => id === keyId)
  return record && orUndefined(() => importRecord(record))
}

/** Whatever is wrong with it: it is no mark of ours. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
