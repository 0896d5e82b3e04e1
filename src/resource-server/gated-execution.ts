// Runs an operation as it was decided: untouched if nothing is refused, behind a guard if something is.

import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  isNonNullType,
  responsePathAsArray,
} from 'graphql'
import type { Verdict } from './decide.ts'
import { explainField, explainType } from './denial.ts'
import type { Guard, GuardSchema } from './gated-schema.ts'
import type { OperationRequest } from './operation.ts'
import { capRefusals, createNotice, createRefusalError, type Listener, type Notice, unlistedRefusal } from './refusal-error.ts'
import type { FieldRule, TypeRule } from './schema-rules.ts'
import { maxDenials } from './survey.ts'
import type { RefusedNodes } from './verdict.ts'

/** What an execution starts from. */
export interface ExecutionInput {
  rootValue?: unknown
  /** Reaches every resolver as it is. */
  contextValue?: unknown
  /** For fields without a resolver of their own. Default: the property of that name. */
  fieldResolver?: GraphQLFieldResolver<unknown, unknown>
}

/** The arguments that graphql-js takes, without those that were not given. */
export function executionArgs(schema: ExecutionArgs['schema'], request: OperationRequest, input: ExecutionInput): ExecutionArgs {
  return {
    schema,
    document: request.document,
    operationName: request.operationName ?? null,
    variableValues: request.variableValues ?? null,
    rootValue: input.rootValue,
    contextValue: input.contextValue,
    fieldResolver: input.fieldResolver ?? null,
  }
}

/**
 * Runs an operation of which some part is refused. Refused resolvers do not run, and nulls go where the specification sends them.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
export async function executeGated(
  {
    guardSchema,
    verdict,
    nodes,
    listener,
  }: { guardSchema: GuardSchema; verdict: Verdict; nodes: RefusedNodes; listener: Listener },
  request: OperationRequest,
  input: ExecutionInput,
): Promise<ExecutionResult> {
  const guard = new ExecutionGuard(verdict, nodes, { listener, fieldResolver: input.fieldResolver })
  const { schema, fieldResolver } = guardSchema(guard)
  const result = await execute(executionArgs(schema, request, { ...input, fieldResolver }))
  return capRefusals(result, listener, guard.hasSilent)
}

class ExecutionGuard implements Guard {
  readonly fieldResolver: Guard['fieldResolver']
  readonly #verdict: Verdict
  readonly #nodes: RefusedNodes
  readonly #listener: Listener
  readonly #notices = new Map<FieldRule, Notice>()
  #refusalCount = 0
  hasPending = false
  /** Whether a refusal was not told at all. */
  hasSilent = false

  constructor(
    verdict: Verdict,
    nodes: RefusedNodes,
    { listener, fieldResolver }: { listener: Listener; fieldResolver: Guard['fieldResolver'] },
  ) {
    this.fieldResolver = fieldResolver
    this.#verdict = verdict
    this.#nodes = nodes
    this.#listener = listener
  }

  /** Asks the rule itself and not the list of denials, so that a field the plan overlooked is refused too. */
  refuseField(rule: FieldRule, args: Record<string, unknown>, info: GraphQLResolveInfo): Error | null | undefined {
    const { judge } = this.#verdict
    if (judge.refuses(rule, args)) return this.#tell(() => this.#noticeFor(rule, args), info)

    if (this.#nodes.isEmpty) return undefined
    for (const node of info.fieldNodes) {
      const refusal = this.#nodes.explainStrict(node)
      if (refusal) return this.#tell(() => createNotice(refusal, this.#listener), info)
      const nulled = info.path.prev === undefined ? this.#nodes.nulledRoots.get(node) : undefined
      if (nulled) return this.#tell(() => createNotice(nulled.refusal, this.#listener), info, nulled.path)
    }
    return undefined
  }

  refusesType(rule: TypeRule): boolean {
    return this.#verdict.judge.refusesType(rule)
  }

  refuseType(rule: TypeRule): Error | undefined {
    const { judge } = this.#verdict
    if (!judge.refusesType(rule)) return undefined
    // graphql-js alone knows which item of a list it is, and adds the path.
    return this.#isToBeListed() ? createRefusalError(createNotice(explainType(rule, judge), this.#listener)) : unlistedRefusal
  }

  /** An error where the field stands, unless enough are listed: errors cost more than data. A non-null field still has to fail. */
  #tell(describe: () => Notice, info: GraphQLResolveInfo, path?: readonly string[]): Error | null {
    if (this.#isToBeListed()) {
      const place = { nodes: info.fieldNodes, path: path ?? responsePathAsArray(info.path) }
      return createRefusalError(describe(), place)
    }
    if (isNonNullType(info.returnType)) return unlistedRefusal
    this.hasSilent = true
    return null
  }

  /** The same for every object of a list, unless the arguments count. */
  #noticeFor(rule: FieldRule, args: Record<string, unknown>): Notice {
    const known = this.#notices.get(rule)
    if (known && !rule.hasPlaceholders) return known
    const notice = createNotice(explainField(rule, this.#verdict.judge, args), this.#listener)
    this.#notices.set(rule, notice)
    return notice
  }

  #isToBeListed(): boolean {
    this.#refusalCount += 1
    return this.#refusalCount <= maxDenials
  }
}
