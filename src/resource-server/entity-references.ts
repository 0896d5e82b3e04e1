// Entities of a federation subgraph: which types `_entities` may look up, and whose reference resolvers it must not find.

import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql'

/**
 * Whether the field is one that every subgraph has and no author writes: `Query._entities`, `Query._service`, `_Service.sdl`.
 *
 * @see https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields
 */
export function isSubgraphField(schema: GraphQLSchema, typeName: string, fieldName: string): boolean {
  if (typeName === '_Service') return fieldName === 'sdl' && returnedBy(schema, '_service') === '_Service'
  if (typeName !== schema.getQueryType()?.name) return false
  return (
    isEntitiesField(schema, typeName, fieldName) || (fieldName === '_service' && returnedBy(schema, '_service') === '_Service')
  )
}

/** Whether the field is the one through which routers look up entities. */
export function isEntitiesField(schema: GraphQLSchema, typeName: string, fieldName: string): boolean {
  return typeName === schema.getQueryType()?.name && fieldName === '_entities' && returnedBy(schema, '_entities') === '_Entity'
}

/** Every object type that a reference resolver may load, whether or not it belongs to `_Entity`: representations may name any type. */
export function referableTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => (hasReferenceResolver(type) ? objectsOf(schema, type) : []))
}

/**
 * The schema as `_entities` may see it: refused types are there, and have no reference resolver.
 *
 * A representation of a type without one stands for the entity itself, so that it is refused where it stands, as any object of its type.
 * It is not refused by an error of its own: `_entities` of @apollo/subgraph throws for a type that it does not know, and forgets what
 * it has begun, so that a rejection in it would be an unhandled one and end the process.
 *
 * Whatever finds the type, finds this one. The names in representations come from the request and need not even be texts.
 */
export function withoutReferenceResolvers(schema: GraphQLSchema, isRefused: (type: GraphQLObjectType) => boolean): GraphQLSchema {
  const getType: GraphQLSchema['getType'] = (name) => {
    const type = schema.getType(name)
    if (!type || (!isObjectType(type) && !isInterfaceType(type))) return type
    const objects = objectsOf(schema, type)
    return objects.every(isRefused) ? withoutReferenceResolver(type, objects) : type
  }
  return Object.create(schema, { getType: { value: getType } })
}

function withoutReferenceResolver(type: GraphQLNamedType, [object]: readonly GraphQLObjectType[]): GraphQLNamedType {
  const { apollo: _, ...extensions }: { readonly apollo?: unknown } = type.extensions
  return Object.create(type, {
    extensions: { value: extensions },
    resolveReference: { value: undefined },
    // All objects of the interface are refused, so the representation is taken for one of them, and not shown to the author's function.
    ...(isInterfaceType(type) && { resolveType: { value: () => object?.name } }),
  })
}

/**
 * @apollo/subgraph keeps it in `extensions.apollo.subgraph` (ApolloSubgraphExtensions in its schemaExtensions.d.ts), and so do the
 * libraries that build upon it. Mercurius keeps it on the type.
 */
function hasReferenceResolver(type: GraphQLNamedType): boolean {
  const inExtensions = member(member(type.extensions.apollo, 'subgraph'), 'resolveReference')
  return typeof inExtensions === 'function' || typeof member(type, 'resolveReference') === 'function'
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function objectsOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type]
  return isInterfaceType(type) ? schema.getPossibleTypes(type) : []
}

function returnedBy(schema: GraphQLSchema, rootField: string): string | undefined {
  return getNamedType(schema.getQueryType()?.getFields()[rootField]?.type)?.name
}
