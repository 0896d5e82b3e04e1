import { describe, expect, it } from 'vitest'
import { RecentMap } from '../../src/resource-server/recent-map.ts'

describe('a map of recent things', () => {
  it('makes each value once, undefined ones too', () => {
    const map = new RecentMap<string, number | undefined>(2)
    const made: string[] = []
    const get = (key: string, value?: number) =>
      map.getOrCreate(key, () => {
        made.push(key)
        return value
      })
    expect([get('a', 1), get('a', 2), get('b'), get('b', 3)]).toEqual([1, 1, undefined, undefined])
    expect(made).toEqual(['a', 'b'])
  })

  it('forgets what was used least lately, once there is too much', () => {
    const map = new RecentMap<string, string>(2)
    const made: string[] = []
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
      map.getOrCreate(key, () => {
        made.push(key)
        return key
      })
    }
    expect(made).toEqual(['a', 'b', 'c', 'b'])
  })
})
