// Directives that were probably meant to be ours: a rule under a wrong name is no rule at all.

import { type DocumentNode, Kind, visit } from 'graphql'
import type { DirectiveNames, RuleDirective } from '../resource-server/directive-names.ts'
import { positionOf } from './coordinates.ts'
import type { Position } from './wrong-input.ts'

/** One use of a directive that is named almost like one of ours. */
export interface Misspelt {
  readonly name: string
  readonly meant: RuleDirective
  /** Whether the schema defines a directive of that name, and so may mean it. */
  readonly isDefined: boolean
  readonly position: Position | undefined
}

const ours: readonly RuleDirective[] = ['public', 'authenticated', 'requiresScopes', 'policy']

/** Every such use, in the order of the document. Names that `@link` gives to our directives are right. */
export function findMisspelt(document: DocumentNode, names: DirectiveNames): Misspelt[] {
  const defined = new Set(
    document.definitions.flatMap((each) => (each.kind === Kind.DIRECTIVE_DEFINITION ? [each.name.value] : [])),
  )
  const found: Misspelt[] = []
  visit(document, {
    Directive(node) {
      const name = node.name.value
      const meant = names.has(name) ? undefined : ours.find((candidate) => isNear(name, candidate))
      if (meant) found.push({ name, meant, isDefined: defined.has(name), position: positionOf(node) })
    },
  })
  return found
}

/** One slip for each four letters; upper and lower case, and one or many, do not count. */
function isNear(name: string, candidate: string): boolean {
  const plain = singular(name.toLowerCase())
  return distance(plain, singular(candidate.toLowerCase())) <= Math.floor(candidate.length / 4)
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/s$/, '')
}

/** How many letters to put in, take out or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
