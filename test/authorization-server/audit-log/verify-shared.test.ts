import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifySharedAuditLog } from '../../../src/authorization-server/audit-log/verify-shared.ts'
import type { Authority } from '../../../src/authorization-server/authority.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'

describe('a verification that several ask for', () => {
  let log: TestAuditLog
  let walks: number
  let letFirstGo: () => void
  let authority: Pick<Authority, 'storage' | 'keyRing'>
  beforeEach(async () => {
    log = await openAuditLog('sqlite', 3)
    walks = 0
    const { store } = log.node
    const isLetGo = new Promise<void>((resolve) => {
      letFirstGo = resolve
    })
    const lastSealedSequence = async () => {
      walks++
      if (walks === 1) await isLetGo
      return store.lastSealedSequence()
    }
    authority = { keyRing: log.node.keyRing, storage: { ...store, lastSealedSequence } as unknown as Authority['storage'] }
  })
  afterEach(() => log.stop())
  const verify = () => verifySharedAuditLog(authority)

  it('is walked once for all who wait, and sees what was sealed before each of them asked', async () => {
    const first = verify()
    await log.write(2)
    await log.sealer.seal()
    const asked = [verify(), verify(), verify()]
    letFirstGo()
    const later = await Promise.all(asked)
    expect((await first).isIntact).toBe(true)
    expect(later).toEqual(Array(3).fill({ isIntact: true, checkedCount: 7, firstBrokenSequence: null }))
    expect(walks).toBe(2)
  })

  it('begins anew once nobody waits', async () => {
    letFirstGo()
    await verify()
    await verify()
    expect(walks).toBe(2)
  })
})
