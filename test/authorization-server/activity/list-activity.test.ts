import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Grain, noCounts, tally } from '../../../src/authorization-server/activity/counts.ts'
import { listActivity, maxPoints } from '../../../src/authorization-server/activity/list-activity.ts'
import { openStore, type Store } from '../../../src/store/store.ts'
import { createClock } from '../../support/clock.ts'
import { createDatabase, engines, type TestDatabase } from '../../support/databases.ts'
import { refusalOf } from '../../support/refusal.ts'

const { now } = createClock(new Date('2026-05-01T12:30:30.500Z'))

describe.each(engines)('activity on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await createDatabase(engine)
    store = await openStore(database.url)
    const instants = [
      '2026-04-30T23:59:59.999Z',
      '2026-05-01T00:00:00.000Z',
      '2026-05-01T12:29:59.999Z',
      '2026-05-01T12:30:00.000Z',
    ]
    const increments = instants.map((at, index) => ({ at: new Date(at), counter: 'denials' as const, count: 10 ** index }))
    await store.addDenials([], tally(increments))
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  const ask = (since: string, until: string | undefined, bucket: Grain) =>
    listActivity({ storage: store, now }, { since: new Date(since), until: until === undefined ? null : new Date(until), bucket })
  const points = async (since: string, until: string | undefined, bucket: Grain) =>
    (await ask(since, until, bucket)).map(({ at, denials }) => [at.toISOString().slice(0, 16), denials])
  const refusal = async (...request: Parameters<typeof ask>) => {
    const { message, extensions } = await refusalOf(ask(...request))
    return [extensions.code, extensions.field, message]
  }

  it('has a point for each bucket in order, also where nothing happened', async () => {
    expect(await ask('2026-05-01T12:28:00Z', '2026-05-01T12:31:00Z', 'MINUTE')).toEqual([
      { ...noCounts, at: new Date('2026-05-01T12:28:00Z') },
      expect.objectContaining({ ...noCounts, at: new Date('2026-05-01T12:29:00Z'), denials: 100 }),
      expect.objectContaining({ ...noCounts, at: new Date('2026-05-01T12:30:00Z'), denials: 1_000 }),
    ])
  })

  it('begins with the bucket that since is in, and ends with the one that until cuts', async () => {
    const days = [
      ['2026-04-30T00:00', 1],
      ['2026-05-01T00:00', 1_110],
    ]
    expect(await points('2026-04-30T23:59:59.999Z', '2026-05-01T00:00:00.001Z', 'DAY')).toEqual(days)
    expect(await points('2026-04-30T23:59:59.999Z', '2026-05-01T00:00:00Z', 'DAY')).toEqual(days.slice(0, 1))
    expect(await points('2026-05-01T00:00:00Z', '2026-05-01T00:00:00.001Z', 'DAY')).toEqual(days.slice(1))
  })

  it('ends with the bucket of now when nothing else is said', async () => {
    expect(await points('2026-05-01T11:00:00Z', undefined, 'HOUR')).toEqual([
      ['2026-05-01T11:00', 0],
      ['2026-05-01T12:00', 1_100],
    ])
  })

  it('may reach into the future, where nothing has happened', async () => {
    expect(await points('2026-05-01T23:00:00Z', '2026-05-02T01:00:00Z', 'HOUR')).toEqual([
      ['2026-05-01T23:00', 0],
      ['2026-05-02T00:00', 0],
    ])
  })

  it('has at most two thousand points', async () => {
    const [since, length] = [Date.parse('2026-05-01T00:00:00Z'), maxPoints * 60_000]
    const until = (milliseconds: number) => new Date(since + length + milliseconds).toISOString()
    expect(await ask('2026-05-01T00:00:00Z', until(0), 'MINUTE')).toHaveLength(2_000)
    expect(await refusal('2026-05-01T00:00:00Z', until(1), 'MINUTE')).toEqual([
      'BAD_USER_INPUT',
      'since',
      'That is more than 2000 points. Choose a larger bucket or a shorter time.',
    ])
  })

  it.each([
    ['2026-05-01T12:30:30.500Z', undefined],
    ['2026-05-01T12:00:00Z', '2026-05-01T12:00:00Z'],
    ['2026-05-01T12:00:00Z', '2026-05-01T11:59:59.999Z'],
  ])('refuses a time from %s until %s, which is empty', async (since, until) => {
    expect(await refusal(since, until, 'HOUR')).toEqual([
      'BAD_USER_INPUT',
      'until',
      'It must be later than since. Without it, it is now.',
    ])
  })

  it.each([
    ['since', '0000-01-01T00:00:00Z', undefined],
    ['since', '1999-12-31T23:59:59.999Z', undefined],
    ['since', '9999-12-31T23:59:59.999Z', undefined],
    ['until', '2026-05-01T00:00:00Z', '9999-12-31T23:59:59.999Z'],
    ['until', '2026-05-01T00:00:00Z', '2100-01-01T00:00:00.001Z'],
  ])('refuses a far-off %s', async (field, since, until) => {
    expect(await refusal(since, until, 'DAY')).toEqual([
      'BAD_USER_INPUT',
      field,
      'It must be an instant of the years from 2000 to 2099.',
    ])
  })

  it('refuses minutes and hours that are no longer kept, instead of telling that nothing happened', async () => {
    expect(await ask('2026-04-24T12:30:30.500Z', '2026-04-24T12:32:00Z', 'MINUTE')).toHaveLength(2)
    expect(await refusal('2026-04-24T12:30:30.499Z', '2026-04-24T12:32:00Z', 'MINUTE')).toEqual([
      'BAD_USER_INPUT',
      'since',
      'Counts by minute are kept for 7 days. Choose a larger bucket, or a later since.',
    ])
    expect(await ask('2025-03-27T12:30:30.500Z', '2025-03-27T13:32:00Z', 'HOUR')).toHaveLength(2)
    expect(await refusal('2025-03-27T12:30:30.499Z', '2025-03-27T13:32:00Z', 'HOUR')).toEqual([
      'BAD_USER_INPUT',
      'since',
      'Counts by hour are kept for 400 days. Choose days, or a later since.',
    ])
    expect(await ask('2021-03-27T12:30:30.499Z', undefined, 'DAY')).toHaveLength(1_862)
  })
})
