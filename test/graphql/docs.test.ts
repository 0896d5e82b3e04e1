// The operations in the documentation, held against the schema.

import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const schema = buildSchema(read('src/graphql/schema.graphql'))

describe.each(['docs/administer.md', 'docs/operate.md'])('%s', (file) => {
  const blocks = [...read(file).matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)

  it('has operations that the service understands', () => {
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) expect(validate(schema, parse(block))).toEqual([])
  })

  it('has no heading within a block', () => {
    const fences = read(file).split(/^```.*$/m)
    expect(fences.length % 2).toBe(1)
    for (const inside of fences.filter((_, index) => index % 2 === 1)) expect(inside).not.toMatch(/^## /m)
  })
})
