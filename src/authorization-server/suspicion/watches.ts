// What is watched for: events that belong together, and the rules that count them.

import type { AuditType, SuspicionType } from '../audit.ts'
import type { Rule } from './rule.ts'
import { distributedGuessing } from './rules/distributed-guessing.ts'
import { manyNetworks } from './rules/many-networks.ts'
import { passwordSpraying } from './rules/password-spraying.ts'
import { repeatedReuseOfClient, repeatedReuseOfUser } from './rules/repeated-reuse.ts'
import { thresholds } from './thresholds.ts'

/** No suspicion is watched for: none can grow out of another. */
type WatchedType = Exclude<AuditType, SuspicionType>

/** Some rules, and which events of the recent past they need when one of these types comes. */
export type Watch = { readonly rules: readonly Rule[] } & (
  | { /** All of the type: of what is seldom. */ readonly by: 'type'; readonly types: readonly [WatchedType] }
  | {
      /** Those of the same target: of what comes hundreds of times a second. */
      readonly by: 'target'
      readonly types: readonly WatchedType[]
      /** Targets with fewer addresses than that are of no interest. */
      readonly minAddresses: number
    }
)

/** Everything that is watched for. */
export const watches: readonly Watch[] = [
  { by: 'type', types: ['login.failed'], rules: [passwordSpraying, distributedGuessing] },
  { by: 'type', types: ['refresh.reused'], rules: [repeatedReuseOfUser, repeatedReuseOfClient] },
  {
    by: 'target',
    types: ['login.succeeded', 'refresh.rotated', 'refresh.retried'],
    minAddresses: thresholds.sessionNetworks,
    rules: [manyNetworks],
  },
]
