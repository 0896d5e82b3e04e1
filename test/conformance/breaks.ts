// Every guard of the engine, broken once: each of these must turn a test red. `npm run test:breaks` tries them all.
//
// Left out, because nothing that can be seen changes:
//   schema-rules    not following the parents of interfaces: a valid schema lists them all, and no other is taken
//   gated-execution building more than 100 refusals: capRefusals lists no more in any case
//   scope           a segment that spans lines: the whole bound scope is checked once more
//   scope-tree      looking for a `*` below a required `*` twice: it is the same branch
//   reach, visible-fields  a denied type that is not asked about: each of its fields is denied as well
//   visible-introspection  looking at mutations: they cannot ask about the schema
//   minimal-sets    dropping wider alternatives first: wider sets are dropped later
//   plan            the height of a remembered selection set: the field above it asks for the same
//   caller, plan-cache  forgetting what is remembered: only slower

import { answerBreaks } from './breaks/answers.ts'
import { decisionBreaks } from './breaks/decision.ts'
import { executionBreaks } from './breaks/execution.ts'
import { reachBreaks } from './breaks/reach.ts'
import { ruleBreaks } from './breaks/rules.ts'
import { scopeBreaks } from './breaks/scopes.ts'

export interface Break {
  /** From the root of the repository. */
  file: string
  /** Occurs once in the file. */
  old: string
  new: string
  /** The rule of docs/enforcement.md that it breaks. */
  rule: string
}

/** By file: what stands there, what is put in its place, and the rule that this breaks. */
export type BreaksByFile = Readonly<Record<string, readonly (readonly [old: string, replacement: string, rule: string])[]>>

const byFile: BreaksByFile[] = [ruleBreaks, scopeBreaks, decisionBreaks, executionBreaks, answerBreaks, reachBreaks]

export const breaks: readonly Break[] = byFile.flatMap((each) =>
  Object.entries(each).flatMap(([file, list]) => list.map(([old, replacement, rule]) => ({ file, old, new: replacement, rule }))),
)
