// A misspelt option must not leave a schema open.

import { buildSchema, type GraphQLScalarType, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs, type GateOptions, type PolicyEvaluator } from '../../src/resource-server/index.ts'

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

describe('a gate that is called by mistake', () => {
  const gate = createGate(buildSchema(sdl))
  const document = parse('{ open }')
  const calls = {
    execute: (request: unknown, token?: unknown) => gate.execute(request as never, token as never),
    subscribe: (request: unknown, token?: unknown) => gate.subscribe(request as never, token as never),
    decide: (request: unknown, token?: unknown) => gate.decide(request as never, token as never),
    prepare: (request: unknown, token?: unknown) => gate.prepare(request as never, token as never),
  }

  it.each(Object.entries(calls))('says in %s which argument is wrong', async (_name, call) => {
    await expect(call({ document }, null)).resolves.toBeDefined()
    for (const request of ['{ open }', document, undefined, { document: '{ open }' }]) {
      await expect(call(request, null)).rejects.toThrow(/^"request" must be/)
    }
    // Nothing given must not mean an anonymous caller.
    for (const token of [undefined, 'v4.public.x', {}]) {
      await expect(call({ document }, token)).rejects.toThrow(/^"token" must be/)
    }
  })

  it('says so in requiredScopes and visibleSchema too', () => {
    expect(() => gate.requiredScopes(document as never)).toThrow(/^"request" must be/)
    expect(() => gate.visibleSchema(undefined as never)).toThrow(/^"token" must be/)
  })
})

describe('a schema with @policy', () => {
  const schema = () => buildSchema(`${directiveTypeDefs} type Query { a: Int @policy(policies: [["p"]]) }`)
  const policies: PolicyEvaluator = async () => ({ p: true })

  it('is warned of when there is nothing that evaluates policies', () => {
    expect(createGate(schema()).warnings).toEqual(['Query.a: @policy never holds, as createGate was given no "policies".'])
    expect(createGate(schema(), { policies }).warnings).toEqual([])
    expect(createGate(buildSchema(sdl)).warnings).toEqual([])
  })
})

describe('a field that is open to no one', () => {
  it('sends no anonymous caller to log in', async () => {
    const gate = createGate(buildSchema(sdl), { unmarked: 'denied' })
    const { errors } = await gate.execute({ document: parse('{ open shut }') }, null)
    expect(errors?.map(({ extensions: { code, reason } }) => [code, reason])).toEqual([
      ['UNAUTHORIZED_FIELD_OR_TYPE', 'INSUFFICIENT_SCOPE'],
      ['UNAUTHENTICATED', 'MISSING'],
    ])
  })
})
