// What the rules mean, said again in the simplest way and without our code: graphql-js with throwing resolvers.

import {
  type ConstDirectiveNode,
  type DocumentNode,
  defaultTypeResolver,
  type ExecutionResult,
  execute,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql'

export interface Oracle {
  result: ExecutionResult
  /** Coordinates that must not run. */
  denied: ReadonlySet<string>
  ran: ReadonlySet<string>
}

interface Request {
  document: DocumentNode
  variableValues: Record<string, unknown>
  /** Whether everything settles later: graphql-js leaves rejections unhandled where both kinds meet in one list. */
  isAsync: boolean
  /** Null: no token. Only exact scopes. */
  scopes: readonly string[] | null
}

/** Runs a query the slow way. Changes the schema that it gets. */
export async function askOracle(schema: GraphQLSchema, { document, variableValues, isAsync, scopes }: Request): Promise<Oracle> {
  const denied = new Set<string>()
  const ran = new Set<string>()
  const settle = <T>(compute: () => T) => (isAsync ? Promise.resolve().then(compute) : compute()) as T

  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isAbstractType(type)) {
      type.resolveType = (value, context, info, abstractType) =>
        settle(() => {
          const name = defaultTypeResolver(value, context, info, abstractType)
          if (typeof name === 'string' && isDeniedType(name)) throw new Error(`denied type ${name}`)
          return name
        })
    }
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`
      const { resolve } = field
      if (isDeniedField(type.name, field.name)) denied.add(coordinate)
      field.resolve = (source, args, context, info) =>
        settle(() => {
          if (denied.has(coordinate)) throw new Error(`denied ${coordinate}`)
          ran.add(coordinate)
          return resolve?.(source, args, context, info)
        })
    }
  }
  return { result: await execute({ schema, document, variableValues }), denied, ran }

  function isDeniedField(typeName: string, fieldName: string): boolean {
    const owners = withInterfaces(typeName)
    if (owners.some((owner) => !holds(directives(owner)) || !holds(directives(owner, fieldName)))) return true
    const type = schema.getType(typeName)
    const returned = isObjectType(type) ? getNamedType(type.getFields()[fieldName]?.type) : undefined
    if (!returned) return false
    if (isDeniedType(returned.name)) return true
    const members = isAbstractType(returned) ? schema.getPossibleTypes(returned) : []
    return members.length > 0 && members.every((member) => isDeniedType(member.name))
  }

  function isDeniedType(name: string): boolean {
    return withInterfaces(name).some((owner) => !holds(directives(owner)))
  }

  function withInterfaces(name: string): string[] {
    const type: GraphQLNamedType | undefined = schema.getType(name)
    const parents = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
    return [name, ...parents.flatMap((parent) => withInterfaces(parent.name))]
  }

  function directives(typeName: string, fieldName?: string): readonly ConstDirectiveNode[] {
    const type = schema.getType(typeName)
    if (fieldName === undefined) return type?.astNode?.directives ?? []
    return isObjectType(type) || isInterfaceType(type) ? (type.getFields()[fieldName]?.astNode?.directives ?? []) : []
  }

  function holds(nodes: readonly ConstDirectiveNode[]): boolean {
    return nodes.every(({ name, arguments: args }) => {
      if (scopes === null) return false
      if (name.value === 'authenticated') return true
      const alternatives: unknown = args?.[0] && valueFromASTUntyped(args[0].value)
      return Array.isArray(alternatives) && alternatives.some((all: string[]) => all.every((scope) => scopes.includes(scope)))
    })
  }
}
