// Operations that reach a field, made from the schema: in every form of asking, with the least variables that are valid.

import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'

/** How a field can be asked for. There is no interface or union in our API to ask through. */
export const forms = ['direct', 'alias', 'fragment', 'inline fragment', 'fragment in a fragment', 'twice'] as const
export type Form = (typeof forms)[number]

/** An operation that asks for a field, and for nothing else but what leads there. */
export interface Asking {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  /** The keys from the root to the field in the answer. */
  readonly path: readonly string[]
}

/** A field, and how an operation gets there: coordinates from the root on, the field's own last. */
export type Way = readonly string[]

/** The object types of the API with all their fields, as `Type.field`. */
export function coordinatesOf(schema: GraphQLSchema): string[] {
  return objectTypes(schema).flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`))
}

/** To each field of each type by every field that returns the type, which itself is reached by the shortest way. */
export function waysOf(schema: GraphQLSchema): Way[] {
  const shortest = new Map<string, Way>()
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) shortest.set(root.name, [])
  const links: [way: Way, target: GraphQLObjectType][] = []
  for (const [typeName, way] of shortest) {
    for (const field of fieldsOf(schema, typeName)) {
      const target = getNamedType(field.type)
      if (!isObjectType(target)) continue
      const longer = [...way, `${typeName}.${field.name}`]
      links.push([longer, target])
      if (!shortest.has(target.name)) shortest.set(target.name, longer)
    }
  }
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => (root ? [root] : []))
  const starts = [...roots.map((root): [Way, GraphQLObjectType] => [[], root]), ...links]
  return starts.flatMap(([way, { name }]) => fieldsOf(schema, name).map((field) => [...way, `${name}.${field.name}`]))
}

/** The operation that goes a way; the form is that of asking for its last field. */
export function askFor(schema: GraphQLSchema, way: Way, form: Form): Asking {
  const definitions: string[] = []
  const variables: Record<string, unknown> = {}
  const steps = way.map((coordinate) => {
    const [typeName = '', name = ''] = coordinate.split('.')
    const field = fieldsOf(schema, typeName).find((each) => each.name === name)
    if (!field) throw new Error(`There is no ${coordinate}.`)
    const given = field.args.filter(isRequiredArgument).map((argument) => {
      const variable = `v${definitions.length}`
      definitions.push(`$${variable}: ${argument.type}`)
      variables[variable] = leastValue(argument.type)
      return `${argument.name}: $${variable}`
    })
    return { typeName, name, field, call: given.length > 0 ? `${name}(${given.join(', ')})` : name }
  })
  const last = steps.at(-1)
  if (!last) throw new Error('A way leads somewhere.')
  const asked = `${last.call}${isLeafType(getNamedType(last.field.type)) ? '' : ' { __typename }'}`
  const written = writeIn(form, asked, last.typeName)
  const selection = steps.slice(0, -1).reduceRight((below, { call }) => `${call} { ${below} }`, written.selection)
  const kind = steps[0]?.typeName === schema.getMutationType()?.name ? 'mutation' : 'query'
  const head = definitions.length > 0 ? `${kind} (${definitions.join(', ')})` : kind
  return {
    query: `${head} { ${selection} }${written.fragments}`,
    variables,
    path: [...steps.slice(0, -1).map(({ name }) => name), form === 'alias' ? 'other' : last.name],
  }
}

function writeIn(form: Form, asked: string, typeName: string): { selection: string; fragments: string } {
  switch (form) {
    case 'direct':
      return { selection: asked, fragments: '' }
    case 'alias':
      return { selection: `other: ${asked}`, fragments: '' }
    case 'fragment':
      return { selection: '...F', fragments: ` fragment F on ${typeName} { ${asked} }` }
    case 'inline fragment':
      return { selection: `... on ${typeName} { ${asked} }`, fragments: '' }
    case 'fragment in a fragment':
      return {
        selection: '...F',
        fragments: ` fragment F on ${typeName} { ... { ...G } } fragment G on ${typeName} { ${asked} }`,
      }
    case 'twice':
      return { selection: `${asked} ...F`, fragments: ` fragment F on ${typeName} { ${asked} }` }
    default:
      return form satisfies never
  }
}

/** The least that the type takes: no more than it must have, and ids of nothing. */
function leastValue(type: GraphQLInputType): unknown {
  if (!isNonNullType(type)) return null
  const inner = type.ofType
  if (isListType(inner)) return []
  if (isEnumType(inner)) return inner.getValues()[0]?.name
  if (isInputObjectType(inner)) {
    const required = Object.values(inner.getFields()).filter(isRequiredInputField)
    return Object.fromEntries(required.map((field) => [field.name, leastValue(field.type)]))
  }
  const value = leastScalars[inner.name]
  if (value === undefined) throw new Error(`The matrix knows no value of ${inner.name}.`)
  return value
}

const leastScalars: Readonly<Record<string, unknown>> = {
  ID: 'none',
  String: 'none',
  Int: 1,
  Boolean: false,
  Scope: 'matrix:none',
  DateTime: '2026-01-01T00:00:00Z',
}

function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  )
}

function fieldsOf(schema: GraphQLSchema, typeName: string): GraphQLField<unknown, unknown>[] {
  const type = schema.getType(typeName)
  return isObjectType(type) ? Object.values(type.getFields()) : []
}
