// A copy of a schema whose fields and abstract types ask before they resolve. Only operations with a refusal run on it.

import {
  defaultFieldResolver,
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLFieldConfigMap,
  type GraphQLFieldResolver,
  GraphQLInterfaceType,
  type GraphQLIsTypeOfFn,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  type GraphQLTypeResolver,
  GraphQLUnionType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { isEntitiesField, withoutReferenceResolvers } from './entity-references.ts'
import { type Watch, watchResult } from './list-items.ts'
import type { FieldRule, SchemaRules, TypeRule } from './schema-rules.ts'

/** What one execution answers when it is asked. */
export interface Guard extends Watch {
  /** Why the field must not run; null if it must not and there is no need to say so; undefined if it may. */
  refuseField(rule: FieldRule, args: Record<string, unknown>, info: GraphQLResolveInfo): Error | null | undefined
  /** Whether no object of the type may be shown. */
  refusesType(rule: TypeRule): boolean
  /** Why no object of the type may be shown; undefined if it may. Counts as told. */
  refuseType(rule: TypeRule): Error | undefined
  /** For fields without a resolver of their own. */
  readonly fieldResolver: GraphQLFieldResolver<unknown, unknown> | undefined
}

/** Gives each execution its own view of the one copy; the view is all that resolvers and guard have in common. */
export type GuardSchema = (guard: Guard) => GraphQLSchema

/**
 * Copies the schema once. Scalars, enums and inputs are shared; resolvers are called with the original schema and types in their `info`.
 * Only `_entities` of a subgraph finds a schema there in which refused types have no reference resolver: such a resolver must not run.
 *
 * Types follow the executor: a refused object is recognised by what `resolveType` or `isTypeOf` says, at the position where it stands.
 */
export function createGatedSchema(schema: GraphQLSchema, rules: SchemaRules): GuardSchema {
  const guards = new WeakMap<GraphQLSchema, Guard>()
  const copy = new Copier(schema, rules, guards).copySchema()

  return (guard) => {
    const view: GraphQLSchema = Object.create(copy)
    guards.set(view, guard)
    return view
  }
}

class Copier {
  readonly #types = new Map<string, GraphQLNamedType>()

  constructor(
    readonly schema: GraphQLSchema,
    readonly rules: SchemaRules,
    readonly guards: WeakMap<GraphQLSchema, Guard>,
  ) {}

  copySchema(): GraphQLSchema {
    for (const type of Object.values(this.schema.getTypeMap())) this.#types.set(type.name, this.#copyType(type))
    const config = this.schema.toConfig()
    return new GraphQLSchema({
      ...config,
      query: this.#copied(config.query),
      mutation: this.#copied(config.mutation),
      subscription: this.#copied(config.subscription),
      types: [...this.#types.values()],
      assumeValid: true,
    })
  }

  #copyType(type: GraphQLNamedType): GraphQLNamedType {
    if (isIntrospectionType(type)) return type
    if (isObjectType(type)) {
      const { isTypeOf, ...config } = type.toConfig()
      return new GraphQLObjectType({
        ...config,
        ...(isTypeOf && { isTypeOf: this.#watchMembership(isTypeOf) }),
        interfaces: () => type.getInterfaces().map((parent) => this.#copied(parent)),
        fields: () => this.#copyFields(type),
      })
    }
    if (isInterfaceType(type)) {
      return new GraphQLInterfaceType({
        ...type.toConfig(),
        interfaces: () => type.getInterfaces().map((parent) => this.#copied(parent)),
        fields: () => this.#copyFields(type),
        resolveType: this.#guardType(type),
      })
    }
    if (isUnionType(type)) {
      return new GraphQLUnionType({
        ...type.toConfig(),
        types: () => type.getTypes().map((member) => this.#copied(member)),
        resolveType: this.#guardType(type),
      })
    }
    return type
  }

  #copyFields(type: GraphQLObjectType | GraphQLInterfaceType): GraphQLFieldConfigMap<unknown, unknown> {
    const configs = Object.entries(type.toConfig().fields).map(([name, config]) => [
      name,
      { ...config, type: this.#copyOutput(config.type), resolve: isObjectType(type) ? this.#guardField(type, name) : undefined },
    ])
    return Object.fromEntries(configs)
  }

  #guardField(type: GraphQLObjectType, name: string): GraphQLFieldResolver<unknown, unknown> {
    const field = type.getFields()[name]
    const rule = this.rules.fields.get(`${type.name}.${name}`)
    if (!field || !rule)
      throw new TypeError(`${type.name}.${name} came into the schema after its rules were read. Build the gate last.`)

    const isEntities = isEntitiesField(this.schema, type.name, name)

    return (source, args, context, info) => {
      const guard = this.#guardOf(info)
      const refusal = guard.refuseField(rule, args, info)
      if (refusal === null) return null
      if (refusal) throw refusal

      const resolve = field.resolve ?? guard.fieldResolver ?? (isEntities ? defaultFieldResolver : undefined)
      const schema = isEntities ? this.#withoutReferenceResolvers(guard) : this.schema
      const result = resolve
        ? resolve(source, args, context, { ...info, schema, parentType: type, returnType: field.type })
        : defaultFieldResolver(source, args, context, info)
      return watchResult(result, field.type, guard)
    }
  }

  #withoutReferenceResolvers(guard: Guard): GraphQLSchema {
    return withoutReferenceResolvers(this.schema, ({ name }) => {
      const rule = this.rules.types.get(name)
      return rule !== undefined && guard.refusesType(rule)
    })
  }

  #guardType(type: GraphQLAbstractType): GraphQLTypeResolver<unknown, unknown> {
    return (value, context, info) => {
      const guard = this.#guardOf(info)
      const admit = (name: string | undefined) => {
        const rule = name === undefined ? undefined : this.rules.types.get(name)
        const refusal = rule && guard.refuseType(rule)
        if (refusal) throw refusal
        return name
      }
      const name = (type.resolveType ?? defaultTypeResolver)(value, context, this.#original(info), type)
      if (name === undefined || typeof name === 'string') return admit(name)
      guard.hasPending = true
      return Promise.resolve(name).then(admit)
    }
  }

  #watchMembership(isTypeOf: GraphQLIsTypeOfFn<unknown, unknown>): GraphQLIsTypeOfFn<unknown, unknown> {
    return (value, context, info) => {
      const answer = isTypeOf(value, context, this.#original(info))
      if (typeof answer !== 'boolean') this.#guardOf(info).hasPending = true
      return answer
    }
  }

  #guardOf(info: GraphQLResolveInfo): Guard {
    const guard = this.guards.get(info.schema)
    if (!guard) throw new TypeError('The gated schema was executed without a guard.')
    return guard
  }

  /** What the executor told about the field, in terms of the original schema. */
  #original(info: GraphQLResolveInfo): GraphQLResolveInfo {
    const parentType = this.schema.getType(info.parentType.name)
    if (!isObjectType(parentType)) return { ...info, schema: this.schema }
    const returnType = parentType.getFields()[info.fieldName]?.type ?? info.returnType
    return { ...info, schema: this.schema, parentType, returnType }
  }

  #copyOutput(type: GraphQLOutputType): GraphQLOutputType {
    if (isNonNullType(type)) return new GraphQLNonNull(this.#copyOutput(type.ofType) as never)
    if (isListType(type)) return new GraphQLList(this.#copyOutput(type.ofType))
    return this.#copied(type)
  }

  /** The copy of a type; it is of the same kind. */
  #copied<T extends GraphQLNamedType | null | undefined>(type: T): T {
    return (type ? (this.#types.get(type.name) ?? type) : type) as T
  }
}
