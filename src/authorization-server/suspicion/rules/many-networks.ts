// One session in many hands: its refresh tokens are shared, sold, or carried through many proxies.

import { auditEntry, internalOrigin } from '../../audit.ts'
import { networkOf } from '../network.ts'
import { commonOf, type Rule, spanOf } from '../rule.ts'
import { thresholds } from '../thresholds.ts'

/** The login and the refreshes of one session, counted by networks. Where its access tokens are used is not known here. */
export const manyNetworks: Rule = {
  type: 'suspicion.many_networks',
  subjectOf: ({ targetId }) => targetId,
  countedOf: ({ ipAddress }) => networkOf(ipAddress),
  threshold: thresholds.sessionNetworks,
  tell: (hit, at) =>
    auditEntry('suspicion.many_networks', at, internalOrigin, {
      actorId: commonOf(hit, 'actorId'),
      clientId: commonOf(hit, 'clientId'),
      targetId: hit.subject,
      data: { networks: hit.count, uses: hit.events.length, ...spanOf(hit) },
    }),
}
