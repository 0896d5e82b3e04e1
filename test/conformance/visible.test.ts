// docs/enforcement.md section 3, "visibleSchema is how to hide": what no operation can show.

import { buildSchema, printType, validateSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'

function gateOf(sdl: string) {
  return createGate(buildSchema(directiveTypeDefs + sdl))
}

function typesOf(sdl: string, names: string[]): string[] {
  const visible = gateOf(sdl).visibleSchema(null)
  expect(validateSchema(visible)).toEqual([])
  return names.map((name) => {
    const type = visible.getType(name)
    return type ? printType(type).replaceAll(/\s+/g, ' ') : `no ${name}`
  })
}

describe('the visible schema', () => {
  it('is not that of an anonymous caller for the bearer of a token without scopes', () => {
    const gate = gateOf('type Query { open: Int, mine: Int @authenticated }')
    const anonymous = gate.visibleSchema(null)
    const bearer = gate.visibleSchema(accessToken({ scopes: [] }))
    expect([anonymous, bearer].map((schema) => Object.keys(schema.getQueryType()?.getFields() ?? {}))).toEqual([
      ['open'],
      ['open', 'mine'],
    ])
  })

  const shared = `
    type Query { holder: Holder }
    interface Base { hidden: Int }
  `

  it('keeps an interface field whose interface is left without fields, where a type returns an object', () => {
    const sdl = `${shared}
      interface Holder { base: Base }
      type H implements Holder { base: Thing }
      type Thing implements Base { hidden: Int @authenticated, own: Int }
    `
    expect(typesOf(sdl, ['Base', 'Holder'])).toEqual(['union Base = Thing', 'interface Holder { base: Base }'])
  })

  it('takes it away where something narrower is an interface, which no union can hold', () => {
    const sdl = `${shared}
      interface Narrow implements Base { hidden: Int, own: Int }
      interface Holder { base: Base }
      type H implements Holder { base: Narrow, other: Int }
      type Thing implements Base & Narrow { hidden: Int @authenticated, own: Int }
    `
    expect(typesOf(sdl, ['Narrow', 'H'])).toEqual(['interface Narrow { own: Int }', 'type H { base: Narrow other: Int }'])
  })
})
