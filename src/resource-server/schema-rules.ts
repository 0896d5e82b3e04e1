// What each field of each concrete type requires, once everything that it inherits is put together.

import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql'
import { SchemaRuleError } from '../errors.ts'
import { type DeclaredRules, readDeclaredRules } from './declared-rules.ts'
import type { RuleReport } from './element-rule.ts'
import { isEntitiesField, isSubgraphField, referableTypes } from './entity-references.ts'
import { allOf, anyToken, hasPlaceholders, isNothing, noOne, nothing, type Requirement, restates } from './requirement.ts'

/** What becomes of fields that no directive speaks about. */
export type UnmarkedFields = 'open' | 'authenticated' | 'denied'

/** What an object of one type requires, wherever it appears. */
export interface TypeRule {
  readonly coordinate: string
  readonly requirement: Requirement
}

/** What one field of one concrete type requires. */
export interface FieldRule {
  /** `User.email` */
  readonly coordinate: string
  readonly requirement: Requirement
  /** If the field returns an interface or union with a protected member: all the members. Of `_entities`, all it may look up. Otherwise empty. */
  readonly possibleTypes: readonly TypeRule[]
  /** Whether the answer depends on the field's arguments. */
  readonly hasPlaceholders: boolean
}

/** The finished rules of one schema. */
export interface SchemaRules {
  /** By `Type.field`, for every field of every object type. */
  readonly fields: ReadonlyMap<string, FieldRule>
  /** By name, for every object type. */
  readonly types: ReadonlyMap<string, TypeRule>
  readonly warnings: readonly string[]
}

interface Inheritance {
  readonly schema: GraphQLSchema
  readonly declared: DeclaredRules
  readonly unmarked: UnmarkedFields
  readonly report: RuleReport
  readonly possibleTypes: Map<string, readonly TypeRule[]>
}

/**
 * Reads the rules of a schema.
 *
 * @throws {SchemaRuleError} naming every bad rule
 */
export function readSchemaRules(schema: GraphQLSchema, unmarked: UnmarkedFields): SchemaRules {
  const report: RuleReport = { mistakes: [], warnings: [] }
  const inheritance: Inheritance = {
    schema,
    declared: readDeclaredRules(schema, report),
    unmarked,
    report,
    possibleTypes: new Map(),
  }
  const fields = new Map<string, FieldRule>()
  const types = new Map<string, TypeRule>()

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    types.set(type.name, { coordinate: type.name, requirement: requirementOfType(type.name, inheritance) })
    for (const name of Object.keys(type.getFields())) {
      const rule = composeFieldRule(type, name, inheritance)
      fields.set(rule.coordinate, rule)
    }
    warnOfSilentInheritance(type, inheritance)
  }
  if (report.mistakes.length > 0) throw new SchemaRuleError(report.mistakes)
  return { fields, types, warnings: report.warnings }
}

/** What a type states, and every interface that it implements states. An interface's rule holds for whatever implements it. */
function requirementOfType(name: string, { schema, declared }: Inheritance): Requirement {
  return allOf([name, ...interfacesOf(schema.getType(name)).map((each) => each.name)].map((each) => stated(declared, each)))
}

function composeFieldRule(type: GraphQLObjectType, fieldName: string, inheritance: Inheritance): FieldRule {
  const { schema, declared } = inheritance
  const coordinate = `${type.name}.${fieldName}`
  const field = type.getFields()[fieldName]
  if (!field) throw new TypeError(`The schema lost its field ${coordinate} while it was read.`)

  const returned = getNamedType(field.type)
  const own = [type, ...interfacesOf(type)].flatMap((owner) => [owner.name, `${owner.name}.${fieldName}`])
  const requirement = allOf([...own.map((each) => stated(declared, each)), requirementOfType(returned.name, inheritance)])
  // No author can mark what the subgraph adds; entities are protected by their own types and fields.
  const isPublic = isSubgraphField(schema, type.name, fieldName) || isOpened(type, fieldName, inheritance)

  if (declared.get(coordinate)?.isPublic && !isNothing(requirement)) {
    inheritance.report.warnings.push(
      `${coordinate}: @public opens nothing here, as its type, an interface or what it returns is protected.`,
    )
  }
  const members = isAbstractType(returned) ? schema.getPossibleTypes(returned) : []
  const possibleTypes = isEntitiesField(schema, type.name, fieldName)
    ? protectedList(new Set([...members, ...referableTypes(schema)]), inheritance)
    : possibleTypesOf(returned.name, members, inheritance)
  return Object.freeze({
    coordinate,
    requirement: isNothing(requirement) && !isPublic ? requirementOfUnmarked(inheritance.unmarked) : requirement,
    possibleTypes,
    hasPlaceholders: hasPlaceholders(requirement),
  })
}

/** An interface opens the fields that it declares, and none that a type adds to them. */
function isOpened(type: GraphQLObjectType, fieldName: string, { declared }: Inheritance): boolean {
  const openers = [type, ...interfacesOf(type).filter((each) => each.getFields()[fieldName])]
  return openers
    .flatMap((owner) => [owner.name, `${owner.name}.${fieldName}`])
    .some((coordinate) => declared.get(coordinate)?.isPublic === true)
}

/** One list for all fields that return the same type, so that whoever judges it once has judged it for all. */
function possibleTypesOf(name: string, members: readonly GraphQLObjectType[], inheritance: Inheritance): readonly TypeRule[] {
  let known = inheritance.possibleTypes.get(name)
  if (!known) {
    known = protectedList(members, inheritance)
    inheritance.possibleTypes.set(name, known)
  }
  return known
}

const unprotected: readonly TypeRule[] = Object.freeze([])

/** Empty when none of the types is protected. */
function protectedList(members: Iterable<GraphQLObjectType>, inheritance: Inheritance): readonly TypeRule[] {
  const rules = [...members].map(({ name }) => ({ coordinate: name, requirement: requirementOfType(name, inheritance) }))
  return rules.some(({ requirement }) => !isNothing(requirement)) ? rules : unprotected
}

function requirementOfUnmarked(unmarked: UnmarkedFields): Requirement {
  switch (unmarked) {
    case 'open':
      return nothing
    case 'authenticated':
      return anyToken
    case 'denied':
      return noOne
    default:
      return unmarked satisfies never
  }
}

/** Every interface of a type; a valid schema lists those of its interfaces too, and one that does not is still followed. */
function interfacesOf(type: unknown): GraphQLInterfaceType[] {
  const found = new Set<GraphQLInterfaceType>()
  const follow = (each: unknown) => {
    if (!isObjectType(each) && !isInterfaceType(each)) return
    for (const parent of each.getInterfaces()) {
      if (found.has(parent)) continue
      found.add(parent)
      follow(parent)
    }
  }
  follow(type)
  return [...found]
}

function stated(declared: DeclaredRules, coordinate: string): Requirement {
  return declared.get(coordinate)?.requirement ?? nothing
}

function warnOfSilentInheritance(type: GraphQLObjectType, { declared, report }: Inheritance): void {
  for (const parent of interfacesOf(type)) {
    const suffixes = ['', ...Object.keys(parent.getFields()).map((name) => `.${name}`)]
    for (const suffix of suffixes) {
      const inherited = stated(declared, parent.name + suffix)
      if (restates(stated(declared, type.name + suffix), inherited)) continue
      report.warnings.push(
        `${type.name}${suffix}: says less than ${parent.name}${suffix}, whose rule holds here too. Repeat it, so that readers see it.`,
      )
    }
  }
}
