// Plans remembered for as long as their documents live, so that an operation is worked out once.

import type { DocumentNode, GraphQLSchema } from 'graphql'
import { findOperation, type OperationRequest } from './operation.ts'
import { type Plan, planOperation } from './plan.ts'
import type { SchemaRules } from './schema-rules.ts'

/** The plan of the operation that a request would run; undefined where graphql-js would run none. */
export type FindPlan = (request: OperationRequest) => Plan | undefined

/** Makes the function that plans. Only names that a document has are kept, so no request can make it hold more. */
export function createPlanCache(setting: { schema: GraphQLSchema; rules: SchemaRules }): FindPlan {
  const documents = new WeakMap<DocumentNode, Map<string | null, Plan>>()

  return function findPlan(request) {
    let plans = documents.get(request.document)
    if (!plans) {
      plans = new Map()
      documents.set(request.document, plans)
    }
    const name = request.operationName ?? null
    const known = plans.get(name)
    if (known) return known

    const operation = findOperation(request)
    if (!operation) return undefined
    const plan = planOperation(setting, request, operation)
    plans.set(name, plan)
    return plan
  }
}
