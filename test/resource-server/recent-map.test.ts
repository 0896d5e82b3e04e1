import { describe, expect, it } from 'vitest'
import { RecentMap } from '../../src/resource-server/recent-map.ts'

describe('a map of recent things', () => {
  const record = (maxWeight: number, weigh: (key: string) => number = () => 1) => {
    const map = new RecentMap<string, string | undefined>({ maxWeight, weigh })
    const made: string[] = []
    const ask = (key: string) =>
      map.getOrCreate(key, () => {
        made.push(key)
        return key === 'nothing' ? undefined : key
      })
    return { made, ask }
  }

  it('makes each value once, undefined ones too', () => {
    const { made, ask } = record(2)
    expect(['a', 'a', 'nothing', 'nothing'].map(ask)).toEqual(['a', 'a', undefined, undefined])
    expect(made).toEqual(['a', 'nothing'])
  })

  it('forgets what was used least lately, once it weighs too much', () => {
    const { made, ask } = record(2)
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) ask(key)
    expect(made).toEqual(['a', 'b', 'c', 'b'])
  })

  it('forgets several for one that is heavy, and does not keep what alone is too heavy', () => {
    const { made, ask } = record(4, (key) => key.length)
    for (const key of ['a', 'bb', 'ccc', 'a', 'ddddd', 'ddddd', 'a']) ask(key)
    expect(made).toEqual(['a', 'bb', 'ccc', 'a', 'ddddd', 'ddddd'])
  })
})
