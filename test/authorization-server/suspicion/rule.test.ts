import { describe, expect, it } from 'vitest'
import { findHits as find, type RecentEvent, type Rule } from '../../../src/authorization-server/suspicion/rule.ts'
import { distributedGuessing } from '../../../src/authorization-server/suspicion/rules/distributed-guessing.ts'
import { windowSeconds } from '../../../src/authorization-server/suspicion/thresholds.ts'

describe('a rule', () => {
  const rule: Rule = { ...distributedGuessing, threshold: 3 }
  const event = (seconds: number, network: number, actorId: string | null = 'usr_1'): RecentEvent => ({
    id: `evt_${seconds}`,
    type: 'login.failed',
    at: new Date(seconds * 1000),
    actorId,
    clientId: 'cli_1',
    targetId: null,
    ipAddress: `10.0.${network}.1`,
  })

  const findHits = (of: Rule, events: readonly RecentEvent[], news = events) => find(of, events, news)

  it('counts what differs, and not how often it comes', () => {
    const twice = [event(0, 1), event(1, 2), event(2, 2)]
    expect(findHits(rule, twice)).toEqual([])
    expect(findHits(rule, [...twice, event(3, 3)])).toEqual([{ subject: 'usr_1', count: 3, events: [...twice, event(3, 3)] }])
  })

  it('counts together what is within one window, wherever it lies and in whatever order it comes', () => {
    const apart = [event(windowSeconds, 3), event(0, 1), event(1, 2)]
    expect(findHits(rule, apart)).toEqual([])
    const together = [event(windowSeconds - 1, 3), event(0, 1), event(1, 2)]
    expect(findHits(rule, together)).toMatchObject([{ count: 3 }])
    expect(findHits(rule, [event(2 * windowSeconds, 4), ...together, event(-windowSeconds, 5)])).toMatchObject([{ count: 3 }])
  })

  it('takes the window with the most in it', () => {
    const events = [...[1, 2, 3].map((n) => event(n, n)), ...[1, 2, 3, 4].map((n) => event(windowSeconds * 2 + n, n))]
    expect(findHits(rule, events)).toMatchObject([{ count: 4, events: events.slice(3) }])
  })

  it('is asked about the subjects of what is new alone', () => {
    const events = [1, 2, 3].flatMap((n) => [event(n, n), event(n, n, 'usr_2')])
    expect(findHits(rule, events, [event(3, 3, 'usr_2')])).toMatchObject([{ subject: 'usr_2' }])
    expect(findHits(rule, events, [])).toEqual([])
  })

  it('counts for each subject alone, and for none where there is none', () => {
    const others = [event(0, 1), event(1, 2), event(2, 3, 'usr_2'), ...[1, 2, 3].map((n) => event(n, n, null))]
    expect(findHits(rule, others)).toEqual([])
  })
})
