// The table of field-matrix.txt, read.

import { readFileSync } from 'node:fs'
import { covers } from '../../../src/scope/covers.ts'
import type { Caller } from './callers.ts'

/** Who reaches a field. */
export interface FieldRule {
  readonly needsToken: boolean
  /** All of one of these, if there are any. */
  readonly alternatives: readonly (readonly string[])[]
  /** Where what stands there is not the caller's own. */
  readonly ofSomeoneElse: string | undefined
}

/** What a caller is told of a field that is refused. */
export interface ExpectedRefusal {
  readonly coordinate: string
  readonly code: 'UNAUTHENTICATED' | 'UNAUTHORIZED_FIELD_OR_TYPE'
  readonly reason: 'MISSING' | 'INSUFFICIENT_SCOPE'
  readonly requiredScopes: readonly (readonly string[])[]
  readonly missingScopes: readonly string[]
}

/** Each coordinate with its rule, in the order of the file. */
export const table: ReadonlyMap<string, FieldRule> = new Map(
  readFileSync(new URL('../field-matrix.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readLine),
)

/** Every scope that some rule names, sorted. */
export const namedScopes: readonly string[] = [
  ...new Set(
    [...table.values()].flatMap(({ alternatives, ofSomeoneElse }) => [
      ...alternatives.flat(),
      ...(ofSomeoneElse ? [ofSomeoneElse] : []),
    ]),
  ),
].sort()

/** How the caller is refused at the first field of a way that they do not reach; undefined when they reach all. */
export function refusalOn(way: readonly string[], caller: Caller): ExpectedRefusal | undefined {
  for (const coordinate of way) {
    const { needsToken, alternatives } = ruleOf(coordinate)
    const isEnough = alternatives.length === 0 || alternatives.some((each) => each.every((scope) => holds(caller, scope)))
    const isLet = caller.scopes === null ? !needsToken : isEnough
    if (!isLet) return refusal(coordinate, caller, alternatives)
  }
  return undefined
}

/** How the caller is refused what is someone else's; undefined when they reach that too. */
export function refusalOfOthers(coordinate: string, caller: Caller): ExpectedRefusal | undefined {
  const { ofSomeoneElse } = ruleOf(coordinate)
  return ofSomeoneElse === undefined || holds(caller, ofSomeoneElse) ? undefined : refusal(coordinate, caller, [[ofSomeoneElse]])
}

function readLine(line: string): [string, FieldRule] {
  const [, coordinate, rule, ofSomeoneElse] = /^(\w+\.\w+) +([^;]+?)(?:; of someone else: (\S+))?$/.exec(line) ?? []
  if (coordinate === undefined || rule === undefined) throw new Error(`This is no line of the table: ${line}`)
  const isOpen = rule === 'anyone' || rule === 'any token'
  const alternatives = isOpen ? [] : rule.split(' | ').map((each) => each.split(' & '))
  if (alternatives.flat().some((scope) => !/^\w+:\w+$/.test(scope))) throw new Error(`This is no rule: ${rule}`)
  return [coordinate, { needsToken: rule !== 'anyone', alternatives, ofSomeoneElse }]
}

function ruleOf(coordinate: string): FieldRule {
  const rule = table.get(coordinate)
  if (!rule) throw new Error(`The table lacks ${coordinate}.`)
  return rule
}

function holds({ scopes }: Caller, required: string): boolean {
  return (scopes ?? []).some((granted) => covers(granted, required))
}

function refusal(coordinate: string, caller: Caller, alternatives: readonly (readonly string[])[]): ExpectedRefusal {
  const isUnknown = caller.scopes === null
  const missing = alternatives.map((each) => each.filter((scope) => !holds(caller, scope)))
  return {
    coordinate,
    code: isUnknown ? 'UNAUTHENTICATED' : 'UNAUTHORIZED_FIELD_OR_TYPE',
    reason: isUnknown ? 'MISSING' : 'INSUFFICIENT_SCOPE',
    requiredScopes: alternatives,
    // Any one would do; the first of those that lack the least is told.
    missingScopes: missing.length === 0 ? [] : missing.reduce((best, next) => (next.length < best.length ? next : best)),
  }
}
