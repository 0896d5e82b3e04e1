// What is denied to whom, said again in the simplest way and without our code: straight from the directives in the syntax tree.

import {
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql'

export interface Caller {
  /** Null: no token. */
  scopes: readonly string[] | null
  policyHolds: (name: string) => boolean
}

export type OracleRules = ReturnType<typeof createOracleRules>

interface Setting {
  schema: GraphQLSchema
  unmarked: 'open' | 'authenticated' | 'denied'
  /** Every possible type must be allowed, instead of one. */
  isStrict: boolean
}

export function createOracleRules({ schema, unmarked, isStrict }: Setting, { scopes, policyHolds }: Caller) {
  return { isDeniedField, isDeniedType, policiesOfField, policiesOfType }

  function isDeniedField(typeName: string, fieldName: string, args: object): boolean {
    const nodes = directivesOfField(typeName, fieldName)
    if (!hold(nodes, args)) return true
    if (nodes.length === 0 && (unmarked === 'denied' || (unmarked === 'authenticated' && scopes === null))) return true
    const members = membersOf(typeName, fieldName)
    if (members.length === 0) return false
    return isStrict ? members.some(isDeniedType) : members.every(isDeniedType)
  }

  function isDeniedType(name: string): boolean {
    return !hold(directivesOfType(name), {})
  }

  function policiesOfField(typeName: string, fieldName: string): string[] {
    const members = membersOf(typeName, fieldName).filter((member) => !isDeniedType(member))
    return [...policiesIn(directivesOfField(typeName, fieldName)), ...members.flatMap(policiesOfType)]
  }

  function policiesOfType(name: string): string[] {
    return policiesIn(directivesOfType(name))
  }

  function membersOf(typeName: string, fieldName: string): string[] {
    const returned = getNamedType(fieldOf(typeName, fieldName)?.type)
    return isAbstractType(returned) ? schema.getPossibleTypes(returned).map(({ name }) => name) : []
  }

  /** Its own, its type's, those of interfaces and their fields, and those of the type it returns. `@public` is one that asks for nothing. */
  function directivesOfField(typeName: string, fieldName: string): ConstDirectiveNode[] {
    const owners = withInterfaces(typeName)
    const returned = getNamedType(fieldOf(typeName, fieldName)?.type)
    const onReturned = returned ? directivesOfType(returned.name).filter(({ name }) => name.value !== 'public') : []
    return [...owners.flatMap((owner) => [...directivesOn(owner), ...directivesOn(owner, fieldName)]), ...onReturned]
  }

  function directivesOfType(name: string): ConstDirectiveNode[] {
    return withInterfaces(name).flatMap((owner) => directivesOn(owner))
  }

  function withInterfaces(name: string): string[] {
    const type: GraphQLNamedType | undefined = schema.getType(name)
    const parents = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
    return [name, ...parents.flatMap((parent) => withInterfaces(parent.name))]
  }

  function directivesOn(typeName: string, fieldName?: string): readonly ConstDirectiveNode[] {
    if (fieldName !== undefined) return fieldOf(typeName, fieldName)?.astNode?.directives ?? []
    const type = schema.getType(typeName)
    return [type?.astNode, ...(type?.extensionASTNodes ?? [])].flatMap((node) => node?.directives ?? [])
  }

  function fieldOf(typeName: string, fieldName: string) {
    const type = schema.getType(typeName)
    return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined
  }

  function hold(nodes: readonly ConstDirectiveNode[], args: object): boolean {
    return nodes.every((node) => {
      if (node.name.value === 'public') return true
      if (node.name.value === 'policy') return alternativesOf(node).some((all) => all.every(policyHolds))
      if (scopes === null) return false
      if (node.name.value === 'authenticated') return true
      return alternativesOf(node).some((all) => all.every((scope) => isCovered(scope, args)))
    })
  }

  function isCovered(required: string, args: object): boolean {
    const scope = required.replace(/\{(.*?)\}/g, (_, path: string) => {
      const value = path
        .split('.')
        .reduce((at: unknown, name) => (at as Record<string, unknown> | null | undefined)?.[name], args)
      return typeof value === 'string' && /^[\w.-]+$/.test(value) ? value : ' '
    })
    return !scope.includes(' ') && (scopes ?? []).some((granted) => patternOf(granted).test(scope))
  }
}

function alternativesOf(node: ConstDirectiveNode): string[][] {
  return node.arguments?.[0] ? (valueFromASTUntyped(node.arguments[0].value) as string[][]) : []
}

function policiesIn(nodes: readonly ConstDirectiveNode[]): string[] {
  return nodes.filter(({ name }) => name.value === 'policy').flatMap((node) => alternativesOf(node).flat())
}

/** A final `*` is one or more segments, any other exactly one. */
function patternOf(granted: string): RegExp {
  const segments = granted.split(':')
  const parts = segments.map((segment, index) => (segment !== '*' ? segment : index === segments.length - 1 ? '.+' : '[^:]+'))
  return new RegExp(`^${parts.join(':')}$`)
}
