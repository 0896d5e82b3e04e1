// RFC 9562 section 5.7

import { describe, expect, it } from 'vitest'
import { newId } from '../../src/authorization-server/identifiers.ts'

describe('a new id', () => {
  const now = new Date('2026-05-01T12:00:00.123Z')

  it('is its prefix and a UUID of version 7 and variant 10', () => {
    const ids = Array.from({ length: 1_000 }, () => newId('usr', now))
    const pattern = /^usr_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    expect(ids.filter((id) => !pattern.test(id))).toEqual([])
    expect(new Set(ids).size).toBe(1_000)
  })

  it('begins with its instant in milliseconds', () => {
    expect(Number.parseInt(newId('tok', now).slice(4).replace('-', '').slice(0, 12), 16)).toBe(now.getTime())
  })

  it('sorts by creation', () => {
    const ids = [0, 1, 2, 1_000, 86_400_000].map((later) => newId('ses', new Date(now.getTime() + later)))
    expect([...ids].sort()).toEqual(ids)
  })

  it('has no more in common with another one than prefix and instant', () => {
    const [one, other] = [newId('evt', now), newId('evt', now)]
    expect([one.slice(0, 18), one.slice(19) === other.slice(19)]).toEqual([other.slice(0, 18), false])
  })
})
