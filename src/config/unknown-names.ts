// Finds FIELDGATE_ variables that mean nothing, and guesses what was meant.

import { type Environment, SettingMistake } from './setting.ts'

const maxTypos = 3

/**
 * One mistake for each variable that starts with FIELDGATE_ and is no setting.
 *
 * A name that is nearly right would otherwise leave a default in force without a word.
 */
export function findUnknownNames(
  environment: Environment,
  settings: readonly string[],
): { name: string; mistake: SettingMistake }[] {
  const known = settings.flatMap((setting) => [setting, `${setting}_FILE`])
  return Object.keys(environment)
    .filter((name) => /^fieldgate_/i.test(name) && environment[name] !== undefined && !known.includes(name))
    .sort()
    .map((name) => ({ name, mistake: new SettingMistake('is not a setting', remedyFor(name, known)) }))
}

function remedyFor(name: string, known: readonly string[]): string {
  // Kubernetes sets these in every pod beside a Service called "fieldgate".
  if (/^FIELDGATE_(SERVICE|PORT_\d+)_/.test(name))
    return 'Set enableServiceLinks: false in the pod, or name the Service otherwise.'
  const nearest = nearestTo(name.toUpperCase(), known)
  return nearest ? `Did you mean ${nearest}?` : 'Remove it, or look its name up in the README.'
}

function nearestTo(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, typos: countTypos(name, candidate) }))
  const best = ranked.reduce((left, right) => (right.typos < left.typos ? right : left))
  return best.typos <= maxTypos ? best.candidate : undefined
}

/** Levenshtein distance: how many letters must be added, removed or exchanged. */
function countTypos(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...right].entries()) {
      const [above = 0, diagonal = 0, before = 0] = [row[j + 1], row[j], next[j]]
      next.push(Math.min(above + 1, before + 1, diagonal + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
