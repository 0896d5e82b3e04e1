import { describe, expect, it } from 'vitest'
import { backOffSeconds, hasFailedTooLong } from '../../../src/authorization-server/webhooks/back-off.ts'

describe('the back-off of a webhook', () => {
  it('doubles from two seconds to five minutes', () => {
    const waits = [1, 2, 3, 8, 9, 10, 5_000].map((count) => backOffSeconds(count, 1))
    expect(waits).toEqual([2, 4, 8, 256, 300, 300, 300])
  })

  it('is up to a half shorter by chance', () => {
    expect(backOffSeconds(1, 0)).toBe(1)
    expect(backOffSeconds(20, 0)).toBe(150)
    expect(backOffSeconds(20, 0.5)).toBe(225)
  })

  it('ends after three days', () => {
    const since = new Date('2026-05-01T12:00:00.000Z')
    expect(hasFailedTooLong(since, new Date('2026-05-04T11:59:59.999Z'))).toBe(false)
    expect(hasFailedTooLong(since, new Date('2026-05-04T12:00:00.000Z'))).toBe(true)
  })
})
