// The plan of an import for people: a diff, record by record and field by field.

import type { FieldChange, PlannedChange } from '../administration/configuration/plan-part.ts'

type Sign = '+' | '~' | '-'

const signs = { create: '+', update: '~', delete: '-' } as const
/** Green, yellow and red. */
const colours = { '+': 32, '~': 33, '-': 31 } as const

/** A line for each record, and below it one for each field; of a list that changes, one for each member that comes or goes. */
export function planText(changes: readonly PlannedChange[], { hasColours }: { readonly hasColours: boolean }): string {
  const paint = (sign: Sign, line: string) => (hasColours ? `\u001b[${colours[sign]}m${line}\u001b[0m` : line)
  const lines = changes.flatMap(({ action, kind, id, name, fields }) => {
    const sign = signs[action]
    const title = id === name ? id : `${id} ${JSON.stringify(name)}`
    return [
      paint(sign, `${sign} ${kind} ${title}`),
      ...fields.flatMap((change) => fieldLines(sign, change).map(([of, line]) => paint(of, `    ${of} ${line}`))),
    ]
  })
  return lines.map((line) => `${line}\n`).join('')
}

function fieldLines(sign: Sign, { field, before, after }: FieldChange): (readonly [sign: Sign, line: string])[] {
  if (sign === '+') return [[sign, `${field}: ${JSON.stringify(after)}`]]
  if (sign === '-') return [[sign, `${field}: ${JSON.stringify(before)}`]]
  if (!Array.isArray(before) || !Array.isArray(after))
    return [[sign, `${field}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`]]
  const gone = before.filter((member) => !after.includes(member))
  const come = after.filter((member) => !before.includes(member))
  return [
    ...gone.map((member) => ['-', `${field}: ${JSON.stringify(member)}`] as const),
    ...come.map((member) => ['+', `${field}: ${JSON.stringify(member)}`] as const),
  ]
}
