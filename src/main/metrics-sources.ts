// Where the metrics ask for what nobody tells them.

import { auditCatalogue } from '../authorization-server/audit.ts'
import type { Authority } from '../authorization-server/authority.ts'
import type { MetricsSources } from '../metrics/metrics.ts'
import type { Store } from '../store/store.ts'

/** @param authority is asked for when somebody reads: it is made after the metrics, which time its passwords */
export function metricsSources(
  authority: () => Pick<Authority, 'keyRing' | 'now'>,
  store: Pick<Store, 'countLivingSessions'>,
): MetricsSources {
  return {
    countSessions: () => store.countLivingSessions(authority().now()),
    activeKeySince: async () => {
      const active = (await authority().keyRing.listAllKeys()).find(({ status }) => status === 'ACTIVE')
      if (!active) throw new Error('There is no active key.')
      return active.activatesAt
    },
    auditTypes: Object.keys(auditCatalogue),
    now: () => authority().now(),
  }
}
