// One account guessed at from many places, so that no address reaches its limit.

import { auditEntry, internalOrigin } from '../../audit.ts'
import { networkOf } from '../network.ts'
import { commonOf, type Rule, spanOf } from '../rule.ts'
import { thresholds } from '../thresholds.ts'

/** Failed logins of one user, counted by networks. Emails that nobody has are none: there is nothing to be had by guessing. */
export const distributedGuessing: Rule = {
  type: 'suspicion.distributed_guessing',
  subjectOf: ({ actorId }) => actorId,
  countedOf: ({ ipAddress }) => networkOf(ipAddress),
  threshold: thresholds.guessingNetworks,
  tell: (hit, at) =>
    auditEntry('suspicion.distributed_guessing', at, internalOrigin, {
      clientId: commonOf(hit, 'clientId'),
      targetId: hit.subject,
      data: { networks: hit.count, failures: hit.events.length, ...spanOf(hit) },
    }),
}
