// A few common passwords tried at many accounts, each of them too seldom for its own limit.

import { auditEntry, internalOrigin } from '../../audit.ts'
import { networkOf } from '../network.ts'
import { commonOf, type Rule, spanOf } from '../rule.ts'
import { thresholds } from '../thresholds.ts'

/** Failed logins of one network, counted by accounts. */
export const passwordSpraying: Rule = {
  type: 'suspicion.password_spraying',
  subjectOf: ({ ipAddress }) => networkOf(ipAddress),
  countedOf: ({ actorId, id }) => actorId ?? id,
  threshold: thresholds.sprayedAccounts,
  tell: (hit, at) =>
    auditEntry('suspicion.password_spraying', at, internalOrigin, {
      clientId: commonOf(hit, 'clientId'),
      targetId: hit.subject,
      data: { accounts: hit.count, failures: hit.events.length, ...spanOf(hit) },
    }),
}
