import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchDenials } from '../../../src/authorization-server/suspicion/denials.ts'
import { denialSpans, quietSeconds, thresholds } from '../../../src/authorization-server/suspicion/thresholds.ts'
import { engines } from '../../support/databases.ts'
import { type KeyNodes, openKeyNodes } from '../../support/key-nodes.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('watching for denials that jump on %s', (engine) => {
  let nodes: KeyNodes
  beforeEach(async () => {
    nodes = await openKeyNodes(engine, 3)
    await look()
  })
  afterEach(() => nodes.stop())

  const look = () => Promise.all(nodes.nodes.map(({ store }) => watchDenials({ storage: store, now: nodes.clock.now })))
  const pass = async (minutes: number) => {
    nodes.clock.advance(60 * minutes)
    await look()
  }
  /** Denials of the minute that is not over yet. */
  const deny = (count: number, clientId = 'cli_1') =>
    nodes.node.store.addDenials([{ clientId, minute: nodes.clock.now(), count }], [])
  const found = async () => {
    const rows = await query(
      nodes.databaseUrl,
      `SELECT "targetId", "clientId", data FROM audit_events WHERE type = 'suspicion.denials_jumped' ORDER BY id`,
    )
    return rows.map(({ targetId, clientId, data }) => {
      expect(clientId).toBe(targetId)
      const { denials, usual } = JSON.parse(String(data))
      return [targetId, denials, usual]
    })
  }
  const enough = thresholds.denials + 1

  it('tells of a client once it has more than enough, once over three nodes', async () => {
    await deny(enough)
    await deny(thresholds.denials, 'cli_2')
    await deny(1_000, '')
    await look()
    expect(await found()).toEqual([])
    await pass(1)
    await pass(1)
    expect(await found()).toEqual([['cli_1', enough, 0]])
  })

  it('adds up the minutes of the last five, and no more', async () => {
    await deny(enough - 1)
    nodes.clock.advance(denialSpans.recentSeconds - 60)
    await deny(1)
    await pass(1)
    expect(await found()).toEqual([['cli_1', enough, 0]])
    await deny(enough - 1, 'cli_2')
    nodes.clock.advance(denialSpans.recentSeconds)
    await deny(1, 'cli_2')
    await pass(1)
    expect(await found()).toEqual([['cli_1', enough, 0]])
  })

  it('compares with what was usual in the hour before', async () => {
    const usual = 10
    for (let at = 0; at < denialSpans.usualSeconds; at += denialSpans.recentSeconds) {
      await deny(usual)
      await deny(usual, 'cli_2')
      nodes.clock.advance(denialSpans.recentSeconds)
    }
    await deny(thresholds.denialsTimesUsual * usual + 1)
    await deny(thresholds.denialsTimesUsual * usual, 'cli_2')
    nodes.clock.advance(denialSpans.recentSeconds)
    await look()
    expect(await found()).toEqual([['cli_1', thresholds.denialsTimesUsual * usual + 1, usual]])
  })

  it('is quiet about a client for an hour, and tells of it again after that', async () => {
    await deny(enough)
    await pass(1)
    nodes.clock.advance(quietSeconds - 60)
    await deny(enough)
    await pass(1)
    expect(await found()).toEqual([['cli_1', enough, 0]])
    await pass(1)
    expect(await found()).toMatchObject([
      ['cli_1', enough, 0],
      ['cli_1', enough, expect.any(Number)],
    ])
  })
})
