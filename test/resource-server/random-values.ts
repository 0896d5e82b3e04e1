// Resolvers with random values that are the same in each run of one case.

import { type GraphQLOutputType, type GraphQLSchema, isAbstractType, isListType, isNonNullType, isObjectType } from 'graphql'
import { createRandom, hash, type Random } from './random.ts'

/** Gives each field a resolver; those of even seeds answer later. Changes the schema. */
export function withValues(schema: GraphQLSchema, seed: number): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      field.resolve = (source) => {
        const value = createValue(schema, field.type, createRandom(seed ^ hash(`${source?.key ?? ''}.${field.name}`)))
        return seed % 2 === 0 ? Promise.resolve(value) : value
      }
    }
  }
  return schema
}

function createValue(schema: GraphQLSchema, type: GraphQLOutputType, random: Random): unknown {
  if (isNonNullType(type)) return random.chance(0.02) ? null : createNonNull(schema, type.ofType, random)
  return random.chance(0.1) ? null : createNonNull(schema, type, random)
}

function createNonNull(schema: GraphQLSchema, type: GraphQLOutputType, random: Random): unknown {
  if (isListType(type)) return Array.from({ length: random.below(3) }, () => createItem(schema, type.ofType, random))
  const members = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : []
  const member = members[random.below(members.length)]
  return member ? { __typename: member.name, key: random.below(1000) } : type.toString() === 'Color' ? 'RED' : 'text'
}

function createItem(schema: GraphQLSchema, type: GraphQLOutputType, random: Random): unknown {
  return isNonNullType(type) ? createNonNull(schema, type.ofType, random) : createValue(schema, type, random)
}
