import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { createClock } from '../support/clock.ts'

function setUp(countSessions: () => Promise<number>) {
  const clock = createClock()
  const since = clock.now()
  const metrics = createMetrics({ countSessions, activeKeySince: async () => since, auditTypes: ['known'], now: clock.now })
  const read = async (line: string) => new RegExp(`^${line} (.*)$`, 'm').exec((await metrics.read()).text)?.[1]
  return { clock, metrics, read }
}

describe('a gauge that is asked for', () => {
  it('is asked for once a minute', async () => {
    let asked = 0
    const { clock, read } = setUp(async () => ++asked)
    expect([await read('fieldgate_sessions_active'), await read('fieldgate_sessions_active')]).toEqual(['1', '1'])
    clock.advance(59)
    expect(await read('fieldgate_sessions_active')).toBe('1')
    clock.advance(1)
    expect(await read('fieldgate_sessions_active')).toBe('2')
  })

  it('keeps no reader waiting: it is left out, then told as it was, and one asking goes on at a time', async () => {
    const answers: ((count: number) => void)[] = []
    const { clock, read } = setUp(() => new Promise((resolve) => answers.push(resolve)))
    expect(await Promise.all([read('fieldgate_sessions_active'), read('fieldgate_sessions_active')])).toEqual([
      undefined,
      undefined,
    ])
    clock.advance(3_600)
    expect(await read('fieldgate_sessions_active')).toBeUndefined()
    expect(answers).toHaveLength(1)
    answers[0]?.(7)
    await expect.poll(() => read('fieldgate_sessions_active')).toBe('7')
    clock.advance(3_600)
    expect(await read('fieldgate_sessions_active')).toBe('7')
    expect(answers).toHaveLength(2)
  })

  it('is left out once it cannot be told, and counted among what failed', async () => {
    let answer: () => Promise<number> = async () => 7
    const { clock, read } = setUp(() => answer())
    const failures = 'fieldgate_metrics_failed_total\\{metric="fieldgate_sessions_active"\\}'
    expect([await read('fieldgate_sessions_active'), await read(failures)]).toEqual(['7', '0'])
    answer = async () => Promise.reject(new Error('no database'))
    clock.advance(3_600)
    expect([await read('fieldgate_sessions_active'), await read(failures)]).toEqual([undefined, '1'])
    expect(await read('fieldgate_signing_key_age_seconds')).toBe('3600')
  })
})

describe('events of the audit log', () => {
  it('are counted by the types of the catalogue alone', async () => {
    const { metrics, read } = setUp(async () => 0)
    metrics.countAuditEvents(['known', 'known', 'forged'])
    expect(await read('fieldgate_audit_events_total\\{type="known"\\}')).toBe('2')
    expect((await metrics.read()).text).not.toContain('forged')
  })
})
