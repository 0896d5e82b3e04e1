// One random case with everything a gate can be asked: schema, operation, variables, token, policies and options.

import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from 'graphql'
import { directiveTypeDefs, type GateOptions } from '../../src/resource-server/index.ts'
import { createRandom, type Random } from './random.ts'
import { withValues } from './random-values.ts'
import { writeRichOperation } from './rich-operation.ts'
import { grantedScopes, policyNames, writeSchema } from './rich-schema.ts'

export interface RichCase {
  sdl: string
  operation: string
  kind: 'query' | 'mutation'
  variableValues: Record<string, unknown>
  /** Null: no token. */
  scopes: readonly string[] | null
  /** The policies that hold. */
  policies: readonly string[]
  unmarked: 'open' | 'authenticated' | 'denied'
  abstractTypes: 'per-type' | 'strict'
  isAsync: boolean
  /** A fresh schema with resolvers that always give the same values. */
  createSchema(): GraphQLSchema
}

export function createRichCase(seed: number): RichCase {
  const random = createRandom(seed)
  const sdl = writeSchema(random)
  const document = parse(sdl, { noLocation: true })
  const kind = random.chance(0.2) ? 'mutation' : 'query'
  const operation = writeRichOperation(build(document), kind, random)
  const openness = random.below(20)
  return {
    sdl,
    operation,
    kind,
    variableValues: pickVariables(random),
    scopes: random.chance(0.12) ? null : grantedScopes.filter((scope) => random.chance(scope === '*' ? 0.04 : 0.3)),
    policies: policyNames.filter(() => random.chance(0.6)),
    unmarked: openness === 0 ? 'denied' : openness < 3 ? 'authenticated' : 'open',
    abstractTypes: random.chance(0.25) ? 'strict' : 'per-type',
    isAsync: seed % 2 === 0,
    createSchema: () => withValues(build(document), seed),
  }
}

const definitions = parse(directiveTypeDefs).definitions

/** An extension may repeat a directive, which only graphql-js minds. */
function build(document: DocumentNode): GraphQLSchema {
  return buildASTSchema({ ...document, definitions: [...definitions, ...document.definitions] }, { assumeValidSDL: true })
}

/** Filtering, which is where there is something to compare. */
export function optionsOf(
  { unmarked, abstractTypes, policies }: RichCase,
  onAsked?: (names: readonly string[]) => void,
): GateOptions {
  return {
    mutations: 'filter',
    unmarked,
    abstractTypes,
    policies: async (names) => {
      onAsked?.(names)
      return Object.fromEntries(names.map((name) => [name, policies.includes(name)]))
    },
  }
}

function pickVariables(random: Random): Record<string, unknown> {
  const ids = ['1', '2', '*', '1:x', '', null] as const
  return {
    yes: true,
    maybe: random.chance(0.5),
    ...(random.chance(0.3) && { no: random.chance(0.3) }),
    ...(random.chance(0.7) && { id: random.pick(ids) }),
    ...(random.chance(0.3) && { other: random.pick(ids) }),
    ...(random.chance(0.7) && { in: random.pick<unknown>([{}, { id: '1' }, { id: null }, { deep: { id: '2' } }, null]) }),
  }
}
