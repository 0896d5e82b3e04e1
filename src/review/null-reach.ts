// How far the null of a refused non-null field travels: the nearest positions above it that may be null.

import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { hasPlaceholders, isNothing, type Requirement } from '../resource-server/requirement.ts'
import { termsOf } from '../resource-server/requirement-words.ts'
import type { SchemaRules } from '../resource-server/schema-rules.ts'
import { isAtLeastAsStrong } from '../resource-server/strength.ts'

/** A protected field that takes more with it than itself. */
export interface WipingField {
  readonly coordinate: string
  /** What goes null instead, in words: `Query.account`, `an item of Query.accounts`, `the whole answer`. Sorted. */
  readonly positions: readonly string[]
}

interface Way {
  readonly parent: GraphQLObjectType
  readonly field: string
  readonly type: GraphQLOutputType
}

/**
 * The protected non-null fields that can be refused to someone who reached their parent.
 *
 * A field that needs no more than its parent needs already takes nothing along: where it is refused, its parent was.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
export function findWipingFields(schema: GraphQLSchema, rules: SchemaRules): WipingField[] {
  const ways = findWays(schema)
  const found: WipingField[] = []
  for (const type of objectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`
      const requirement = rules.fields.get(coordinate)?.requirement
      if (!requirement || isNothing(requirement) || !isNonNullType(field.type)) continue
      if (isImplied(requirement, rules.types.get(type.name)?.requirement)) continue
      const positions = new Set<string>()
      climb({ schema, rules, ways, requirement, positions, seen: new Set() }, type)
      if (positions.size > 0) found.push({ coordinate, positions: [...positions].sort() })
    }
  }
  return found.sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1))
}

interface Climb {
  readonly schema: GraphQLSchema
  readonly rules: SchemaRules
  readonly ways: ReadonlyMap<string, readonly Way[]>
  readonly requirement: Requirement
  readonly positions: Set<string>
  readonly seen: Set<string>
}

function climb(setting: Climb, type: GraphQLObjectType): void {
  const { schema, rules, ways, requirement, positions, seen } = setting
  if (seen.has(type.name)) return
  seen.add(type.name)
  if ([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type))
    positions.add('the whole answer')
  for (const way of ways.get(type.name) ?? []) {
    const coordinate = `${way.parent.name}.${way.field}`
    if (isImplied(requirement, rules.fields.get(coordinate)?.requirement)) continue
    const stop = nullablePosition(way.type)
    if (stop === 'above') climb(setting, way.parent)
    else positions.add(stop === 'field' ? coordinate : `${stop} of ${coordinate}`)
  }
}

/** By object type: the fields that return objects of it. */
function findWays(schema: GraphQLSchema): Map<string, Way[]> {
  const ways = new Map<string, Way[]>()
  for (const parent of objectTypes(schema)) {
    for (const { name, type } of Object.values(parent.getFields())) {
      const returned = getNamedType(type)
      const members = isAbstractType(returned) ? schema.getPossibleTypes(returned) : [returned]
      for (const member of members) {
        const known = ways.get(member.name) ?? []
        known.push({ parent, field: name, type })
        ways.set(member.name, known)
      }
    }
  }
  return ways
}

/** The innermost position of the type that may be null. */
function nullablePosition(type: GraphQLOutputType): 'field' | 'an item' | 'a list' | 'above' {
  let position: ReturnType<typeof nullablePosition> = 'above'
  let depth = 0
  for (let current: unknown = type; ; ) {
    const isNullable = !isNonNullType(current)
    const inner: unknown = isNonNullType(current) ? current.ofType : current
    const isList = isListType(inner)
    if (isNullable) position = depth === 0 ? 'field' : isList ? 'a list' : 'an item'
    if (!isList) return position
    current = inner.ofType
    depth += 1
  }
}

function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type))
}

function isImplied(requirement: Requirement, by: Requirement | undefined): boolean {
  // The arguments of two fields have nothing to do with each other, even where their placeholders have one name.
  if (by === undefined || (hasPlaceholders(by) && hasPlaceholders(requirement))) return false
  return isAtLeastAsStrong(termsOf(by), termsOf(requirement))
}
