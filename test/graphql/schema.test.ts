import { readFile } from 'node:fs/promises'
import { generate } from '@graphql-codegen/cli'
import { buildSchema, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql'
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

  it('has a rule or @public on every field', () => {
    const unmarked = objectTypes(schema).flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => readDirectiveNames(field).length === 0 && readDirectiveNames(type).length === 0)
        .map((field) => `${type.name}.${field.name}`),
    )
    expect(unmarked).toEqual([])
  })

  it('describes every type, field, argument and enum value', () => {
    const nameless = Object.values(schema.getTypeMap())
      .filter(
        ({ name }) => !name.startsWith('__') && !['String', 'Boolean', 'Int', 'ID', 'Float', 'Query', 'Mutation'].includes(name),
      )
      .filter(({ description }) => !description)
      .map(({ name }) => name)
    const bare = objectTypes(schema).flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ description }) => !description)
        .map((field) => `${type.name}.${field.name}`),
    )
    expect([...nameless, ...bare]).toEqual([])
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

function objectTypes(from: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(from.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  )
}
