// Spent refresh tokens in more than one session: not one device that was robbed, but what holds the tokens of many.

import { auditEntry, internalOrigin } from '../../audit.ts'
import { commonOf, type Hit, type Rule, spanOf } from '../rule.ts'
import { thresholds } from '../thresholds.ts'

/** Reuses at one user, counted by sessions. One reuse tells of itself: `refresh.reused`, and its session has ended. */
export const repeatedReuseOfUser: Rule = {
  type: 'suspicion.repeated_reuse',
  subjectOf: ({ actorId }) => actorId,
  countedOf: ({ targetId }) => targetId,
  threshold: thresholds.reusesOfUser,
  tell,
}

/** The same at one client. */
export const repeatedReuseOfClient: Rule = {
  type: 'suspicion.repeated_reuse',
  subjectOf: ({ clientId }) => clientId,
  countedOf: ({ targetId }) => targetId,
  threshold: thresholds.reusesOfClient,
  tell,
}

function tell(hit: Hit, at: Date) {
  return auditEntry('suspicion.repeated_reuse', at, internalOrigin, {
    actorId: commonOf(hit, 'actorId'),
    clientId: commonOf(hit, 'clientId'),
    targetId: hit.subject,
    data: { sessions: hit.count, ...spanOf(hit) },
  })
}
