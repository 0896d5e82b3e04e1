// What callers are written against: the API may grow, and nothing of the contract may change under them.

import { readFileSync } from 'node:fs'
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { buildApiSchema } from '../../src/graphql/schema.ts'

const contract = buildSchema(readFileSync(new URL('contract.graphql', import.meta.url), 'utf8'))
const api = buildApiSchema()

describe('the contract', () => {
  it('is kept', () => {
    expect(findBreakingChanges(contract, api).map(({ description }) => description)).toEqual([])
  })

  it('has the same rule on every root field', () => {
    const rulesOf = (schema: GraphQLSchema) =>
      Object.fromEntries(
        fieldsOf(schema)
          .filter(([coordinate]) => /^(Query|Mutation)\./.test(coordinate))
          .filter(([coordinate]) => hasField(contract, coordinate))
          .map(([coordinate, field]) => [coordinate, (field.astNode?.directives ?? []).map(tellDirective)]),
      )
    expect(rulesOf(api)).toEqual(rulesOf(contract))
  })

  it('has the same defaults in every input, beside those of fields that were added', () => {
    const inputs = Object.values(contract.getTypeMap()).filter(isInputObjectType)
    expect(inputs.length).toBeGreaterThan(5)
    for (const promised of inputs) {
      const input = api.getType(promised.name)
      if (!isInputObjectType(input)) throw new Error(`The API has no input ${promised.name}.`)
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

function tellDirective(node: {
  name: { value: string }
  arguments?: readonly { value: Parameters<typeof valueFromASTUntyped>[0] }[] | undefined
}) {
  return [node.name.value, ...(node.arguments ?? []).map(({ value }) => valueFromASTUntyped(value))]
}
