// A misspelt option must not leave a schema open.

import { buildSchema, type GraphQLScalarType, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs, type GateOptions } from '../../src/resource-server/index.ts'

const sdl = `${directiveTypeDefs} scalar Moody type Query { open(x: Moody): Int, shut: Int @authenticated }`

describe('createGate', () => {
  it.each([
    [{ unmarked: 'denied', queries: 'reject', mutations: 'filter', abstractTypes: 'strict', disclose: 'nothing' }],
    [{ observe: true, policyTimeoutSeconds: 1, introspection: 'visible', onDenial: undefined }],
    [{}],
  ])('takes %j', (options) => {
    expect(() => createGate(buildSchema(sdl), options as GateOptions)).not.toThrow()
  })

  it.each([
    [{ unmaked: 'denied' }, '"unmaked" is no option'],
    [{ unmarked: 'deny' }, '"unmarked" must be one of'],
    [{ mutations: 'Reject' }, '"mutations" must be one of'],
    [{ queries: null }, '"queries" must be one of'],
    [{ abstractTypes: 'perType' }, '"abstractTypes" must be one of'],
    [{ disclose: 'none' }, '"disclose" must be one of'],
    [{ introspection: true }, '"introspection" must be one of'],
    [{ observe: 'yes' }, '"observe" must be a boolean'],
    [{ policies: {} }, '"policies" must be a function'],
  ])('refuses %j', (options, message) => {
    expect(() => createGate(buildSchema(sdl), options as unknown as GateOptions)).toThrow(new RegExp(`^${message}`))
  })

  it.each([[undefined], ['type Query { a: Int }'], [{}]])('refuses %j for a schema', (schema) => {
    expect(() => createGate(schema as never)).toThrow('"schema" must be a GraphQLSchema')
  })
})

describe('variables that cannot be used', () => {
  it('run nothing, also when a scalar takes them the next time it is asked', async () => {
    let askedCount = 0
    const schema = buildSchema(sdl)
    const moody = schema.getType('Moody') as GraphQLScalarType
    moody.parseValue = (value) => {
      askedCount += 1
      if (askedCount === 1) throw new TypeError('Not in the mood.')
      return value
    }
    const gate = createGate(schema)
    const document = parse('query($x: Moody) { open(x: $x) shut }')
    const result = await gate.execute({ document, variableValues: { x: 1 }, rootValue: { open: 1, shut: 2 } }, null)
    expect(Object.keys(result)).toEqual(['errors'])
    expect(result.errors?.[0]?.message).toContain('Not in the mood.')
  })
})
