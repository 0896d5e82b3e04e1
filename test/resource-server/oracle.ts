// What a gate must answer, found without our code: graphql-js with throwing resolvers, and a plain walk over the document.

import {
  type DocumentNode,
  defaultTypeResolver,
  type ExecutionResult,
  execute,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { createOracleRules, type OracleRules } from './oracle-rules.ts'

export interface Oracle {
  result: ExecutionResult
  /** `Type.field` and `Type` that are denied where the walk comes. */
  denied: ReadonlySet<string>
  /** Policies of what is selected and not denied anyway. */
  policies: ReadonlySet<string>
  /** `Type.field {args}` of each resolver that ran. */
  ran: ReadonlySet<string>
  /** Whether these may run at all. */
  mayRun(run: string): boolean
}

export interface OracleRequest {
  document: DocumentNode
  variableValues: Record<string, unknown>
  /** Whether everything settles later: graphql-js leaves rejections unhandled where both kinds meet in one list. */
  isAsync: boolean
  scopes: readonly string[] | null
  policies: readonly string[]
  unmarked: 'open' | 'authenticated' | 'denied'
  isStrict: boolean
}

/** Runs an operation the slow way. Changes the schema that it gets. */
export async function askOracle(schema: GraphQLSchema, request: OracleRequest): Promise<Oracle> {
  const { document, variableValues, isAsync, scopes } = request
  const rules = createOracleRules({ schema, ...request }, { scopes, policyHolds: (name) => request.policies.includes(name) })
  const found = walk(schema, rules, request)
  const ruled = walk(schema, createOracleRules({ schema, ...request }, { scopes, policyHolds: () => true }), request)
  const ran = new Set<string>()
  const settle = <T>(compute: () => T) => (isAsync ? Promise.resolve().then(compute) : compute()) as T

  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isAbstractType(type)) {
      type.resolveType = (value, context, info, abstractType) =>
        settle(() => {
          const name = defaultTypeResolver(value, context, info, abstractType)
          if (typeof name === 'string' && rules.isDeniedType(name)) throw new Error(`denied ${name}`)
          return name
        })
    }
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field
      field.resolve = (source, args, context, info) =>
        settle(() => {
          if (rules.isDeniedField(type.name, field.name, args)) throw new Error(`denied ${type.name}.${field.name}`)
          // Strict: a selection is denied on every type if it is on one.
          if (request.isStrict && info.fieldNodes.some((node) => found.nodes.has(node))) throw new Error('denied on another type')
          ran.add(writeRun(type.name, field.name, args))
          return resolve?.(source, args, context, info)
        })
    }
  }
  return {
    result: await execute({ schema, document, variableValues }),
    denied: found.denied,
    policies: ruled.policies,
    ran,
    mayRun: (run) => {
      const [, typeName = '', fieldName = '', args = ''] = /^(\w+)\.(\w+) (.*)$/.exec(run) ?? []
      return !rules.isDeniedField(typeName, fieldName, JSON.parse(args))
    },
  }
}

/** Names a run of a resolver with its arguments. */
export function writeRun(typeName: string, fieldName: string, args: unknown): string {
  return `${typeName}.${fieldName} ${JSON.stringify(args)}`
}

/** Visits each selection on each type on which it can be met, passing nothing that is denied. */
function walk(schema: GraphQLSchema, rules: OracleRules, { document, variableValues }: OracleRequest) {
  const denied = new Set<string>()
  const policies = new Set<string>()
  const nodes = new Set<FieldNode>()
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const operation = getOperationAST(document)
  const root = operation && schema.getRootType(operation.operation)
  const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], variableValues)
  if (!operation || !root || !coerced) throw new Error('The random operation cannot be run.')
  const variables = coerced
  visit(operation.selectionSet, root)
  return { denied, policies, nodes }

  function visit(selectionSet: SelectionSetNode, type: GraphQLObjectType): void {
    for (const selection of selectionSet.selections) {
      if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) continue
      if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false) continue
      if (selection.kind === Kind.FIELD) visitField(selection, type)
      else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
        if (fragment && applies(fragment.typeCondition?.name.value, type)) visit(fragment.selectionSet, type)
      }
    }
  }

  function visitField(node: FieldNode, type: GraphQLObjectType): void {
    const field = type.getFields()[node.name.value]
    if (!field) return
    if (rules.isDeniedField(type.name, field.name, getArgumentValues(field, node, variables))) {
      denied.add(`${type.name}.${field.name}`)
      nodes.add(node)
      return
    }
    for (const name of rules.policiesOfField(type.name, field.name)) policies.add(name)
    const returned = getNamedType(field.type)
    for (const member of isAbstractType(returned) ? schema.getPossibleTypes(returned) : [returned]) {
      if (!isObjectType(member)) continue
      if (rules.isDeniedType(member.name)) denied.add(member.name)
      else if (node.selectionSet) visit(node.selectionSet, member)
    }
  }

  function applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined) return true
    const wanted = schema.getType(condition)
    return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type))
  }
}
