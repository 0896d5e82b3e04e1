// Runs an operation as it was decided: untouched if nothing is refused, behind a guard if something is.

import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
} from 'graphql'
import type { Verdict } from './decide.ts'
import { explainField, explainType } from './denial.ts'
import type { Guard, GuardSchema } from './gated-schema.ts'
import type { OperationRequest } from './operation.ts'
import { type Audience, capRefusals, RefusalError, UnlistedRefusalError } from './refusal-error.ts'
import type { FieldRule, TypeRule } from './schema-rules.ts'
import { maxDenials } from './survey.ts'
import type { Refusals } from './verdict.ts'

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
    refusals,
    audience,
  }: { guardSchema: GuardSchema; verdict: Verdict; refusals: Refusals; audience: Audience },
  request: OperationRequest,
  input: ExecutionInput,
): Promise<ExecutionResult> {
  const guard = new ExecutionGuard(verdict, refusals, { audience, fieldResolver: input.fieldResolver })
  // The guard hands the resolver on, as the copy has one on every field.
  const { fieldResolver: _, ...rest } = input
  return capRefusals(await execute(executionArgs(guardSchema(guard), request, rest)), audience)
}

class ExecutionGuard implements Guard {
  readonly fieldResolver: Guard['fieldResolver']
  readonly #verdict: Verdict
  readonly #refusals: Refusals
  readonly #audience: Audience
  readonly #unlisted = new UnlistedRefusalError()
  #refusalCount = 0

  constructor(
    verdict: Verdict,
    refusals: Refusals,
    { audience, fieldResolver }: { audience: Audience; fieldResolver: Guard['fieldResolver'] },
  ) {
    this.fieldResolver = fieldResolver
    this.#verdict = verdict
    this.#refusals = refusals
    this.#audience = audience
  }

  /** Asks the rule itself and not the list of denials, so that a field the plan overlooked is refused too. */
  refuseField(rule: FieldRule, args: Record<string, unknown>, info: GraphQLResolveInfo): Error | undefined {
    const { judge } = this.#verdict
    if (judge.refuses(rule, args))
      return this.#createError(() => new RefusalError(explainField(rule, judge, args), this.#audience))

    const { strictNodes, nulledRoots } = this.#refusals
    for (const node of info.fieldNodes) {
      const refusal = strictNodes.get(node)
      if (refusal) return this.#createError(() => new RefusalError(refusal, this.#audience))
      const nulled = info.path.prev === undefined ? nulledRoots.get(node) : undefined
      if (nulled) {
        const place = { nodes: info.fieldNodes, path: nulled.path }
        return this.#createError(() => new RefusalError(nulled.refusal, this.#audience, place))
      }
    }
    return undefined
  }

  refuseType(rule: TypeRule): Error | undefined {
    const { judge } = this.#verdict
    return judge.refusesType(rule)
      ? this.#createError(() => new RefusalError(explainType(rule, judge), this.#audience))
      : undefined
  }

  /** Errors cost more than data: beyond those that are listed, one stands for all. */
  #createError(create: () => RefusalError): GraphQLError {
    this.#refusalCount += 1
    return this.#refusalCount <= maxDenials ? create() : this.#unlisted
  }
}
