// Keeps the list of breaks from rotting: what it breaks is still there, once.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { breaks } from './breaks.ts'

const root = new URL('../../', import.meta.url)

describe('the list of breaks', () => {
  it.each([...new Set(breaks.map(({ file }) => file))])('breaks what occurs exactly once in %s', (file) => {
    const text = readFileSync(new URL(file, root), 'utf8')
    const odd = breaks.filter((each) => each.file === file && text.split(each.old).length !== 2).map(({ old }) => old)
    expect(odd).toEqual([])
  })

  it('breaks each place in each way once', () => {
    const texts = breaks.map((each) => JSON.stringify([each.file, each.old, each.new]))
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
    expect(breaks.filter((each) => each.old === each.new)).toEqual([])
  })

  it('has at least 60', () => {
    expect(breaks.length).toBeGreaterThanOrEqual(60)
  })
})
