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
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { isEntitiesField, withoutReferenceResolvers } from './entity-references.ts'
import { type Watch, watchResult } from './list-items.ts'
import { isNothing } from './requirement.ts'
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

/** What one execution runs on. */
export interface GuardedExecution {
  /** A view of the one copy, of this execution alone: all that resolvers and guard have in common. */
  readonly schema: GraphQLSchema
  /** For the fields that nothing guards. */
  readonly fieldResolver: GraphQLFieldResolver<unknown, unknown>
}

/** Puts an execution under its guard. */
export type GuardSchema = (guard: Guard) => GuardedExecution

/** How much of a schema to guard. */
export interface GatedSchemaOptions {
  /**
   * Whether leaves without a rule and without a resolver are read as graphql-js reads them: nothing can refuse one, unless a field of
   * the same selection is refused on another type (strict), and no one's own resolver is to be called for it.
   */
  readonly leavesPlainFields: boolean
}

/**
 * Copies the schema once. Scalars, enums and inputs are shared; resolvers are called with the original schema and types in their `info`.
 * Only `_entities` of a subgraph finds a schema there in which refused types have no reference resolver: such a resolver must not run.
 *
 * Types follow the executor: a refused object is recognised by what `resolveType` or `isTypeOf` says, at the position where it stands.
 */
export function createGatedSchema(schema: GraphQLSchema, rules: SchemaRules, options: GatedSchemaOptions): GuardSchema {
  const copier = new Copier(schema, rules, options)
  const copy = copier.copySchema()

  return (guard) => {
    const view: GuardedView = Object.create(copy)
    view[guardKey] = guard
    return { schema: view, fieldResolver: copier.readPlainField }
  }
}

/** Where a view keeps its guard. */
const guardKey = Symbol('guard')
interface GuardedView extends GraphQLSchema {
  [guardKey]?: Guard
}

class Copier {
  readonly #types = new Map<string, GraphQLNamedType>()

  constructor(
    readonly schema: GraphQLSchema,
    readonly rules: SchemaRules,
    readonly options: GatedSchemaOptions,
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

  #guardField(type: GraphQLObjectType, name: string): GraphQLFieldResolver<unknown, unknown> | undefined {
    const field = type.getFields()[name]
    const rule = this.rules.fields.get(`${type.name}.${name}`)
    if (!field || !rule)
      throw new TypeError(`${type.name}.${name} came into the schema after its rules were read. Build the gate last.`)

    if (this.options.leavesPlainFields && !field.resolve && isPlain(field.type) && isOpen(rule)) return undefined
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
        : this.#resolveProperty(source, args, context, info)
      return watchResult(result, field.type, guard)
    }
  }

  readonly readPlainField: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
    const result = this.#resolveProperty(source, args, context, info)
    if ((typeof result === 'object' || typeof result === 'function') && result !== null)
      watchResult(result, info.returnType, this.#guardOf(info))
    return result
  }

  /** As graphql-js resolves a field without a resolver; a property that is a function is told of the original schema. */
  #resolveProperty(source: unknown, args: Record<string, unknown>, context: unknown, info: GraphQLResolveInfo): unknown {
    if (typeof source !== 'object' && typeof source !== 'function') return undefined
    const property = (source as Readonly<Record<string, unknown>> | null)?.[info.fieldName]
    return typeof property === 'function' ? property.call(source, args, context, this.#original(info)) : property
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
    const guard = (info.schema as GuardedView)[guardKey]
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

/** One value that is no object. */
function isPlain(type: GraphQLOutputType): boolean {
  return isLeafType(isNonNullType(type) ? type.ofType : type)
}

function isOpen({ requirement, possibleTypes }: FieldRule): boolean {
  return isNothing(requirement) && possibleTypes.length === 0
}
