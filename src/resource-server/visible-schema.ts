// The schema as one caller can ever use it: what no request of theirs could reach is gone, and what is left is valid.

import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLUnionType,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { RecentMap } from './recent-map.ts'
import { findVisibleFields, type Reach, type VisibleFields } from './visible-fields.ts'

/**
 * A copy of the schema cut down to what is within reach. It is for reading: it has no resolvers.
 *
 * An interface shows the fields that all of its visible types show; the others are still there on the types. One that is left without
 * a field is shown as a union of its types, since objects of them can still be asked for. A Query that is left without a field says so
 * in one that is always null.
 */
function createVisibleSchema(schema: GraphQLSchema, reach: Reach): GraphQLSchema {
  const fields = findVisibleFields(schema, reach)
  const config = schema.toConfig()
  const builder = new Builder(schema, fields)
  const query = config.query && (builder.copy(config.query) ?? emptyQuery(config.query))
  return new GraphQLSchema({
    ...config,
    extensions: {},
    query,
    mutation: config.mutation && builder.copy(config.mutation),
    subscription: config.subscription && builder.copy(config.subscription),
    // Found from the roots alone, so that no type is left that nothing leads to.
    types: builder.reached(),
  })
}

/** So many different visible schemas are kept. */
const maxKept = 32

/** Gives the visible schema of each caller; the same one for all that reach the same. */
export function createVisibleSchemas<T>(schema: GraphQLSchema, findReach: (caller: T) => Reach): (caller: T) => GraphQLSchema {
  const kept = new RecentMap<string, GraphQLSchema>({ maxWeight: maxKept, weigh: () => 1 })
  return (caller) => {
    const reach = findReach(caller)
    return kept.getOrCreate(reach.key, () => createVisibleSchema(schema, reach))
  }
}

class Builder {
  readonly #copies = new Map<string, GraphQLNamedType>()

  constructor(
    readonly schema: GraphQLSchema,
    readonly visible: VisibleFields,
  ) {}

  /** The copy of an object type; undefined if it is gone. */
  copy(type: GraphQLObjectType): GraphQLObjectType | undefined {
    return this.visible.has(type.name) ? (this.#named(type) as GraphQLObjectType) : undefined
  }

  /** Every type that a root leads to, in the order of the schema. An interface leads to what implements it. */
  reached(): GraphQLNamedType[] {
    const seen = new Set<string>()
    const follow = (type: GraphQLNamedType) => {
      if (seen.has(type.name)) return
      seen.add(type.name)
      if (isInterfaceType(type) || isUnionType(type)) for (const member of this.#members(type)) follow(member)
      if (!isObjectType(type)) return
      for (const parent of this.#shownInterfaces(type)) follow(parent)
      for (const name of this.visible.get(type.name) ?? []) {
        const field = type.getFields()[name]
        if (field) follow(getNamedType(field.type))
      }
    }
    for (const root of [this.schema.getQueryType(), this.schema.getMutationType(), this.schema.getSubscriptionType()]) {
      if (root && this.visible.has(root.name)) follow(root)
    }
    return Object.values(this.schema.getTypeMap())
      .filter(({ name }) => seen.has(name))
      .map((type) => this.#named(type))
  }

  #members(type: GraphQLInterfaceType | GraphQLUnionType): GraphQLObjectType[] {
    return this.schema.getPossibleTypes(type).filter(({ name }) => this.visible.has(name))
  }

  #named(type: GraphQLNamedType): GraphQLNamedType {
    const known = this.#copies.get(type.name)
    if (known) return known
    const copy = this.#create(type)
    this.#copies.set(type.name, copy)
    return copy
  }

  #create(type: GraphQLNamedType): GraphQLNamedType {
    if (isObjectType(type)) {
      const { isTypeOf: _, ...config } = type.toConfig()
      return new GraphQLObjectType({
        ...config,
        ...bare,
        interfaces: () => this.#interfaces(type),
        fields: () => this.#fields(type),
      })
    }
    if (isInterfaceType(type) && this.visible.get(type.name)?.size) {
      const { resolveType: _, ...config } = type.toConfig()
      return new GraphQLInterfaceType({
        ...config,
        ...bare,
        interfaces: () => this.#interfaces(type),
        fields: () => this.#fields(type),
      })
    }
    if (isInterfaceType(type) || isUnionType(type)) {
      const { name, description } = type
      return new GraphQLUnionType({
        name,
        description,
        types: () => this.#members(type).map((member) => this.#named(member) as GraphQLObjectType),
      })
    }
    return type
  }

  #interfaces(type: GraphQLObjectType | GraphQLInterfaceType): GraphQLInterfaceType[] {
    return this.#shownInterfaces(type).map((parent) => this.#named(parent) as GraphQLInterfaceType)
  }

  #shownInterfaces(type: GraphQLObjectType | GraphQLInterfaceType): GraphQLInterfaceType[] {
    return type.getInterfaces().filter(({ name }) => this.visible.get(name)?.size)
  }

  #fields(type: GraphQLObjectType | GraphQLInterfaceType): GraphQLFieldConfigMap<unknown, unknown> {
    const configs = Object.entries(type.toConfig().fields).filter(([name]) => this.visible.get(type.name)?.has(name))
    return Object.fromEntries(
      configs.map(([name, { resolve: _, subscribe: __, ...config }]) => [
        name,
        { ...config, ...bare, type: this.#output(config.type) },
      ]),
    )
  }

  #output(type: GraphQLOutputType): GraphQLOutputType {
    if (isNonNullType(type)) return new GraphQLNonNull(this.#output(type.ofType) as never)
    if (isListType(type)) return new GraphQLList(this.#output(type.ofType))
    return this.#named(type) as GraphQLOutputType
  }
}

/** The copy differs from what was written, so it does not pretend to come from there. */
const bare = { astNode: undefined, extensionASTNodes: [], extensions: {} }

function emptyQuery({ name, description }: GraphQLObjectType): GraphQLObjectType {
  const nothing = { type: GraphQLBoolean, description: 'Always null: nothing in this schema is within reach of the caller.' }
  return new GraphQLObjectType({ name, description, fields: { _nothing: nothing } })
}
