// Runs a case of the corpus through a gate and shows the outcome in the form in which cases state it.

import { isDeepStrictEqual } from 'node:util'
import {
  buildSchema,
  type DocumentNode,
  execute,
  extendSchema,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql'
import {
  type AccessToken,
  createGate,
  type Decision,
  type Denial,
  directiveTypeDefs,
  type Gate,
  type GateOptions,
  type ManifestEntry,
  SchemaRuleError,
} from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { recordRuns } from '../resource-server/record-runs.ts'
import type { CaseAnswer, CasePolicies, CaseSchema, OperationCase, SchemaCase } from './case.ts'

/** The schema of a case, new each time. */
export function schemaOf({ schema, extension, isLoose }: CaseSchema): GraphQLSchema {
  if (typeof schema !== 'string') return schema()
  const built = isLoose
    ? buildSchema(schema, { assumeValid: true, assumeValidSDL: true })
    : buildSchema(directiveTypeDefs + schema)
  return extension === undefined ? built : extendSchema(built, parse(extension))
}

/** Everything that an operation case states, in one object that can be compared. */
export function expectationOf({ decision, denied = [], data, errors = [], ran = [], told, asked, reported }: OperationCase) {
  return { decision, denied: [...denied], data: write(data), errors: [...errors], ran: [...ran], told, asked, reported }
}

/** What graphql-js alone must make of an operation that is allowed whole; undefined of any other. */
export function plainExpectationOf(given: OperationCase) {
  if (given.decision !== 'allow' || given.options?.introspection === 'visible') return undefined
  const { data, errors, ran } = expectationOf(given)
  return { data, errors, ran }
}

/** What comes out of the gate: of `decide` the decision, of `execute` the answer. */
export async function runOperation(given: OperationCase) {
  const request = requestOf(given)
  const schema = schemaOf(given)
  const ran = recordRuns(schema)
  const { options, asked, reported } = optionsOf(given)
  const gate = createGate(schema, options)
  const token = tokenOf(given)

  const decided = await gate.decide(request, token)
  if (ran.length > 0) throw new Error(`Deciding ran ${ran.join(', ')}.`)
  asked.length = reported.length = 0
  const result = await gate.execute({ ...request, rootValue: given.root }, token)
  return {
    decision: decided.kind,
    denied: decided.kind === 'allow' ? [] : sortedCoordinates(decided.denials),
    ...answerOf(result),
    ran: [...new Set(ran)],
    told: given.told && (result.errors ?? []).map((error) => JSON.parse(JSON.stringify(error))),
    asked: given.asked && asked,
    reported: given.reported && reported,
  }
}

/** What graphql-js alone makes of the operation. */
export async function runPlain(given: OperationCase) {
  const { document, variableValues } = parseOperation(given)
  const schema = schemaOf(given)
  const ran = recordRuns(schema)
  const result = await execute({
    schema,
    document,
    variableValues,
    rootValue: given.root,
    operationName: given.operationName ?? null,
  })
  return { ...answerOf(result), ran: [...new Set(ran)] }
}

/** What each event of a subscription answers, or the one answer when none is opened; and what became of the source. */
export async function runSubscription(given: OperationCase) {
  const { document, variableValues } = parseOperation(given)
  const schema = schemaOf(given)
  const clock = { seconds: 0, eventCount: 0 }
  const source = { opened: 0, returned: 0 }
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    field.subscribe = () => {
      if (given.sourceError !== undefined) throw new Error(given.sourceError)
      return openSource(given, clock, source)
    }
  }
  const { options } = optionsOf(given)
  const startedAt = new Date('2026-01-01T00:00:00Z')
  const gate = createGate(schema, {
    ...options,
    now: () => new Date(startedAt.getTime() + clock.seconds * 1000),
    isRevoked: () => clock.eventCount > (given.revokedFrom ?? Number.POSITIVE_INFINITY),
  })
  const expiresAt = new Date(startedAt.getTime() + 300_000)
  const token = tokenOf(given, expiresAt)
  const request = { document, variableValues }
  const decided = await gate.decide(request, token)
  const stream = await gate.subscribe(request, token)
  const events = []
  if (Symbol.asyncIterator in stream) for await (const result of stream) events.push(answerOf(result))
  else events.push(answerOf(stream))
  return { decision: decided.kind, denied: decided.kind === 'allow' ? [] : sortedCoordinates(decided.denials), events, source }
}

/** Everything that a subscription case states. */
export function subscriptionOf({ decision, denied = [], events = [], source }: OperationCase) {
  const answers = events.map(({ data, errors = [] }) => ({ data: write(data), errors: [...errors] }))
  return { decision, denied: [...denied], events: answers, source }
}

/**
 * The cases that are decided otherwise by a gate that has decided all the others before: there must be none.
 *
 * Cases of one schema share a gate, and those of one operation a document; they come forth, back, and forth again.
 */
export async function findOrderDependent(cases: readonly OperationCase[]): Promise<string[]> {
  const gates = new Map<string, { gate: Gate; policies: { current: CasePolicies | undefined } }>()
  const documents = new Map<string, DocumentNode>()
  const decidedAlone = new Map<OperationCase, Decision>()
  const different = new Set<string>()
  for (const given of [...cases, ...cases.toReversed(), ...cases]) {
    if (typeof given.schema !== 'string' || given.policies === 'never answers') continue
    const key = JSON.stringify([given.schema, given.extension, given.options])
    const shared = gates.get(key) ?? shareGate(given)
    gates.set(key, shared)
    shared.policies.current = given.policies
    const document = documents.get(given.operation) ?? parse(given.operation)
    documents.set(given.operation, document)
    const { operationName, variables = {} } = given
    const request = { document, variableValues: variables, ...(operationName !== undefined && { operationName }) }
    const token = tokenOf(given)
    const alone = decidedAlone.get(given) ?? (await createGate(schemaOf(given), optionsOf(given).options).decide(request, token))
    decidedAlone.set(given, alone)
    if (!isDeepStrictEqual(await shared.gate.decide(request, token), alone)) different.add(given.name)
  }
  return [...different]
}

function shareGate(given: OperationCase) {
  const policies: { current: CasePolicies | undefined } = { current: undefined }
  const gate = createGate(schemaOf(given), { ...given.options, policies: () => answerPolicies(policies.current ?? {}) })
  return { gate, policies }
}

/** Whether a gate is built with the schema, and what it protects: as far as the case states it. */
export function runSchema(given: SchemaCase) {
  const expected = given.mistakes ?? []
  try {
    const { manifest, warnings } = createGate(schemaOf(given), { ...(given.unmarked && { unmarked: given.unmarked }) })
    return {
      mistakes: [],
      warnings: given.warnings && warnings.map(coordinateOf),
      manifest: given.manifest && manifest.map(writeEntry),
    }
  } catch (error) {
    if (!(error instanceof SchemaRuleError)) throw error
    const mistakes = error.mistakes.map((mistake, index) => {
      const piece = expected[index]?.[1]
      return [coordinateOf(mistake), piece !== undefined && mistake.includes(piece) ? piece : mistake]
    })
    return { mistakes, warnings: undefined, manifest: undefined }
  }
}

/** Everything that a schema case states. */
export function expectedSchema({ mistakes = [], warnings, manifest }: SchemaCase) {
  return { mistakes: mistakes.map((mistake) => [...mistake]), warnings, manifest }
}

/** How `decide` and `execute` refuse an operation that cannot be planned. */
export async function runRefusedPlan({ operation, ...given }: CaseSchema & { operation: string }) {
  const gate = createGate(schemaOf(given))
  const request = { document: parse(operation) }
  const thrown: unknown = await gate.decide(request, null).then(
    () => undefined,
    (error) => error.code,
  )
  const result = await gate.execute(request, null)
  return {
    codes: [
      thrown,
      ...(result.errors ?? []).map(
        ({ extensions, originalError }) => extensions.code ?? Reflect.get(originalError ?? {}, 'code'),
      ),
    ],
    keys: Object.keys(result),
  }
}

function coordinateOf(mistake: string): string {
  return mistake.split(': ')[0] ?? mistake
}

function writeEntry({ coordinate, authenticated, scopes, policies }: ManifestEntry): string {
  const write = (any: readonly (readonly string[])[]) => any.map((all) => all.join(' & ')).join(' | ')
  return [
    `${coordinate}:`,
    ...(authenticated ? ['token'] : []),
    ...scopes.map((any) => `scopes(${write(any)})`),
    ...policies.map((any) => `policies(${write(any)})`),
  ].join(' ')
}

function requestOf(given: OperationCase) {
  const { document, variableValues } = parseOperation(given)
  return { document, variableValues, ...(given.operationName !== undefined && { operationName: given.operationName }) }
}

function parseOperation(given: OperationCase) {
  const document = parse(given.operation)
  const mistakes = given.isUnchecked ? [] : validate(schemaOf(given), document)
  if (mistakes.length > 0) throw new Error(`The operation is not valid: ${mistakes.join(', ')}`)
  return { document, variableValues: given.variables ?? {} }
}

/** Scopes as they are, odd ones too, which a token from a verifier cannot have. */
function tokenOf({ scopes }: OperationCase, expiresAt?: Date): AccessToken | null {
  return scopes ? Object.freeze({ ...accessToken({ ...(expiresAt && { expiresAt }) }), scopes }) : null
}

function optionsOf({ options = {}, policies, reported: isReported }: OperationCase) {
  const asked: string[][] = []
  const reported: string[] = []
  const evaluator = policies && {
    policies: async (names: readonly string[]) => {
      asked.push([...names].sort())
      return answerPolicies(policies)
    },
  }
  const onDenial = (denials: readonly Denial[]) => {
    reported.push(...sortedCoordinates(denials))
  }
  const merged: GateOptions = { ...options, ...evaluator, ...(isReported && { onDenial }) }
  return { options: merged, asked, reported }
}

async function answerPolicies(policies: CasePolicies): Promise<Record<string, boolean>> {
  if (policies === 'throws') throw new Error('The policy engine is down.')
  if (policies === 'never answers') return new Promise(() => undefined)
  return (policies === 'answers nothing' ? undefined : policies) as Record<string, boolean>
}

async function* openSource(
  { root, eventSeconds = [] }: OperationCase,
  clock: { seconds: number; eventCount: number },
  source: { opened: number; returned: number },
) {
  source.opened += 1
  try {
    for (const payload of Array.isArray(root) ? root : []) {
      clock.seconds = eventSeconds[clock.eventCount] ?? clock.seconds
      clock.eventCount += 1
      yield payload
    }
  } finally {
    source.returned += 1
  }
}

function answerOf(result: { data?: unknown; errors?: readonly GraphQLError[] }) {
  return {
    data: 'data' in result ? write(result.data) : undefined,
    errors: (result.errors ?? []).map(({ message, path, extensions }) => {
      const what = typeof extensions.coordinate === 'string' ? `${extensions.coordinate} ${extensions.reason}` : message
      return path ? `${path.join('.')}: ${what}` : what
    }),
  }
}

/** As text, so that the order of keys counts and `__proto__` is a key like any other. */
function write(data: CaseAnswer['data']): string | undefined {
  return data === undefined ? undefined : JSON.stringify(data, null, 1)
}

function sortedCoordinates(denials: readonly Denial[]): string[] {
  return denials.map(({ coordinate }) => coordinate).sort()
}
