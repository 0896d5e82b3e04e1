// The signed head, for whoever keeps it elsewhere: a log that was cut back to before it can no longer pass for whole.

import type { AuditMark } from '../../token/audit-mark.ts'
import type { ChainStorage } from './chain-storage.ts'
import { type MarkKeys, openMark } from './marks.ts'

/** The head, and the token that says it. */
export interface SignedHead extends AuditMark {
  /** `v4.public.…` */
  readonly token: string
}

/** The newest head; undefined when nothing is sealed yet, or what is stored was not signed by a key of ours. */
export async function findHead(storage: Pick<ChainStorage, 'findAuditMark'>, keyRing: MarkKeys): Promise<SignedHead | undefined> {
  const token = await storage.findAuditMark('head')
  const mark = token === undefined ? undefined : await openMark(keyRing, 'head', token)
  return mark && token !== undefined ? { ...mark, token } : undefined
}
