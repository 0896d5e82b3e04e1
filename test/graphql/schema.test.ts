import { readFile } from 'node:fs/promises'
import { generate } from '@graphql-codegen/cli'
import {
  buildSchema,
  type GraphQLDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isDirective,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { createApiGate } from '../../src/graphql/api-server.ts'
import { printSchemaWithDirectives } from '../../src/graphql/print-schema.ts'
import { buildApiSchema } from '../../src/graphql/schema.ts'
import { readDirectiveNames } from '../support/rules.ts'

const schema = buildApiSchema()

describe('the schema of our own API', () => {
  it('is the one that is committed (npm run codegen writes it)', async () => {
    await expect(printSchemaWithDirectives(schema)).toMatchFileSnapshot('../../src/graphql/schema.graphql')
  })

  it('survives printing and reading with every directive in place', () => {
    const printed = printSchemaWithDirectives(schema)
    expect(createApiGate(buildSchema(printed), () => new Date()).manifest).toEqual(
      createApiGate(schema, () => new Date()).manifest,
    )
  })

  it('lets no mutation fail in part, so that one which failed may be sent again', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})
    expect(mutations.filter(({ type }) => !isNonNullType(type)).map(({ name }) => name)).toEqual([])
    expect(mutations.length).toBeGreaterThan(5)
  })

  it('has a rule or @public on every field', () => {
    const unmarked = objectTypes(schema).flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => readDirectiveNames(field).length === 0 && readDirectiveNames(type).length === 0)
        .map((field) => `${type.name}.${field.name}`),
    )
    expect(unmarked).toEqual([])
  })

  it('describes every type, field, argument, enum value and directive', () => {
    const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive))
    const elements = [...types, ...directives].flatMap((element) => [
      [element.name, element.description],
      ...membersOf(element).map((member) => [`${element.name}.${member.name}`, member.description]),
    ])
    expect(elements.filter(([, description]) => !description).map(([name]) => name)).toEqual([])
  })
})

describe('the generated documents', () => {
  it('are those that are committed (npm run codegen writes them)', async () => {
    const files = (await generate({ ...(await codegenConfig()), silent: true }, false)) as { filename: string; content: string }[]
    expect(files.length).toBeGreaterThan(0)
    for (const { filename, content } of files) expect(await readFile(filename, 'utf8')).toBe(content)
  }, 60_000)
})

async function codegenConfig() {
  const { loadCodegenConfig } = await import('@graphql-codegen/cli')
  return (await loadCodegenConfig({ configFilePath: 'codegen.yml' })).config
}

interface Described {
  readonly name: string
  readonly description?: string | null | undefined
}

function membersOf(element: GraphQLNamedType | GraphQLDirective): Described[] {
  if (isDirective(element)) return [...element.args]
  if (isEnumType(element)) return [...element.getValues()]
  if (isInputObjectType(element)) return Object.values(element.getFields())
  if (!isObjectType(element) && !isInterfaceType(element)) return []
  return Object.values(element.getFields()).flatMap((field) => [
    field,
    ...field.args.map(({ name, description }) => ({ name: `${field.name}(${name}:)`, description })),
  ])
}

function objectTypes(from: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(from.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  )
}
