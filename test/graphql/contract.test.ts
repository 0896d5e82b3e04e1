// What callers are written against: the API may grow, and nothing of the contract may change under them.

import { readFileSync } from 'node:fs'
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { buildApiSchema } from '../../src/graphql/schema.ts'

const contract = buildSchema(readFileSync(new URL('contract.graphql', import.meta.url), 'utf8'))
const api = buildApiSchema()

/** Administration is not built yet: these root fields, and the types that only they reach. */
const laterFields: string[] = []
const laterMembers: string[] = []

describe('the contract', () => {
  it('is kept by everything that exists so far', () => {
    const later = new Set([...laterFields, ...laterMembers])
    const broken = findBreakingChanges(contract, api)
      .map(({ description }) => description)
      .filter((text) => !isAboutLater(text, later))
    expect(broken).toEqual([])
  })

  it('lacks nothing but what is built later', () => {
    const missing = fieldsOf(contract)
      .map(([coordinate]) => coordinate)
      .filter((coordinate) => isReached(coordinate.split('.')[0] ?? '') && !hasField(api, coordinate))
    expect(missing.sort()).toEqual([...laterFields, ...laterMembers].sort())
  })

  it('has the same rule on every root field', () => {
    const rulesOf = (schema: GraphQLSchema) =>
      Object.fromEntries(
        fieldsOf(schema)
          .filter(([coordinate]) => /^(Query|Mutation)\./.test(coordinate))
          .filter(([coordinate]) => hasField(api, coordinate) && hasField(contract, coordinate))
          .map(([coordinate, field]) => [coordinate, (field.astNode?.directives ?? []).map(tellDirective)]),
      )
    expect(rulesOf(api)).toEqual(rulesOf(contract))
  })

  it('has the same defaults in every input, beside those of fields that were added', () => {
    const inputs = Object.values(api.getTypeMap()).filter(isInputObjectType)
    expect(inputs.length).toBeGreaterThan(5)
    for (const input of inputs) {
      const promised = contract.getType(input.name)
      if (!isInputObjectType(promised)) throw new Error(`The contract has no input ${input.name}.`)
      const defaultsOf = (fields: Readonly<Record<string, { defaultValue?: unknown }>>) =>
        Object.keys(promised.getFields()).map((name) => [`${input.name}.${name}`, fields[name]?.defaultValue])
      expect(defaultsOf(input.getFields())).toEqual(defaultsOf(promised.getFields()))
    }
  })
})

function fieldsOf(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      (isObjectType(type) ? Object.values(type.getFields()) : []).map((field) => [`${type.name}.${field.name}`, field] as const),
    )
}

function hasField(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', fieldName = ''] = coordinate.split('.')
  const type = schema.getType(typeName)
  return isObjectType(type) && type.getFields()[fieldName] !== undefined
}

/** Whether the API has the type, and so owes its fields. */
function isReached(typeName: string): boolean {
  return api.getType(typeName) !== undefined
}

/** A removed field that comes later, or a removed type that no field of the API returns or takes. */
function isAboutLater(description: string, later: ReadonlySet<string>): boolean {
  const field = /^(\w+\.\w+) was removed\.$/.exec(description)?.[1]
  if (field !== undefined) return later.has(field)
  const type = /^(\w+) was removed\.$/.exec(description)?.[1]
  return type !== undefined && !isOwed(type, later)
}

function isOwed(typeName: string, later: ReadonlySet<string>): boolean {
  return fieldsOf(contract)
    .filter(([coordinate]) => isReached(coordinate.split('.')[0] ?? '') && !later.has(coordinate))
    .some(([, { type, args }]) =>
      [type, ...args.map((argument) => argument.type)].some((each) => getNamedType(each).name === typeName),
    )
}

function tellDirective(node: {
  name: { value: string }
  arguments?: readonly { value: Parameters<typeof valueFromASTUntyped>[0] }[] | undefined
}) {
  return [node.name.value, ...(node.arguments ?? []).map(({ value }) => valueFromASTUntyped(value))]
}
