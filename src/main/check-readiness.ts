// Whether this node can answer: what `/readyz` tells.

import type { Authority } from '../authorization-server/authority.ts'
import type { Store } from '../store/store.ts'

/** Looks at each thing that an answer needs; never throws. */
export async function checkReadiness({ keyRing }: Pick<Authority, 'keyRing'>, store: Pick<Store, 'probe'>) {
  const checks: readonly (readonly [name: string, check: () => Promise<unknown>])[] = [
    ['database', () => store.probe()],
    ['signingKey', () => keyRing.activeKey()],
  ]
  return Promise.all(
    checks.map(async ([name, check]) => {
      const isReady = await check().then(
        () => true,
        () => false,
      )
      return { name, isReady }
    }),
  )
}
