// What a case of the corpus is: everything that goes into a gate, and everything that must come out.

import type { GraphQLSchema } from 'graphql'
import type { GateOptions } from '../../src/resource-server/index.ts'

/** A schema with its rules, written in one of the ways that schemas are written. */
export interface CaseSchema {
  /** SDL without the definitions of our directives, or how to build one code-first. */
  schema: string | (() => GraphQLSchema)
  /** SDL that a second file adds to the first. */
  extension?: string
  /** The SDL defines its directives itself, or not at all, as federation tools write it. */
  isLoose?: boolean
}

/** How the server's policies answer: names to values, or not at all. */
export type CasePolicies = Readonly<Record<string, unknown>> | 'throws' | 'never answers' | 'answers nothing'

/** What one answer looks like. */
export interface CaseAnswer {
  /** Absent: the result has no `data` key. The order of keys counts. */
  data?: unknown
  /** `path: coordinate reason`, or the message of an error that is no refusal. Absent: none. */
  errors?: readonly string[]
}

/** One operation, by one caller, behind one gate. */
export interface OperationCase extends CaseSchema, CaseAnswer {
  /** A sentence about what holds. */
  name: string
  /** The root value; objects of abstract types carry `__typename`. */
  root?: unknown
  operation: string
  /** No validation looks at the operation, as where a server does without it. */
  isUnchecked?: boolean
  operationName?: string
  variables?: Record<string, unknown>
  /** The scopes of the token. Absent: no token. */
  scopes?: readonly string[]
  options?: GateOptions
  policies?: CasePolicies

  decision: 'allow' | 'filter' | 'reject'
  /** Coordinates that were denied, sorted; one for each position. Absent: none. */
  denied?: readonly string[]
  /** Coordinates whose resolvers ran, in order of their first run. Absent: none. */
  ran?: readonly string[]
  /** All that the caller is told of each refusal. Absent: not looked at. */
  told?: readonly object[]
  /** Names in each call of the policies, in one execution. Absent: not looked at. */
  asked?: readonly (readonly string[])[]
  /** Coordinates given to `onDenial`, in one execution, sorted. Absent: not looked at. */
  reported?: readonly string[]
  /** For subscriptions: what each event answers. The source gives the events of the root value. */
  events?: readonly CaseAnswer[]
  /** For subscriptions: why the source cannot be opened. */
  sourceError?: string
  /** For subscriptions: how often the source was opened, and how often closed. */
  source?: { opened: number; returned: number }
  /** For subscriptions: seconds from the start at which each event comes, one after the other. */
  eventSeconds?: readonly number[]
  /** For subscriptions: the token is revoked from this event on, counted from 0. */
  revokedFrom?: number
}

/** One schema: whether a gate is built with it, and what the gate then protects. */
export interface SchemaCase extends CaseSchema {
  name: string
  unmarked?: GateOptions['unmarked']
  /** Coordinate and a piece of each mistake, in order. Absent: the gate is built. */
  mistakes?: readonly (readonly [coordinate: string, piece: string])[]
  /** Coordinates of the warnings. Absent: not looked at. */
  warnings?: readonly string[]
  /** Protected coordinates with what each requires. Absent: not looked at. */
  manifest?: readonly string[]
}
