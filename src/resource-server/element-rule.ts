// The rule that one element of a schema states itself, with every mistake in it.

import { parseScopeTemplate, type ScopeTemplate } from '../scope/template.ts'
import { type AppliedDirective, appliedDirectives, type SchemaElement } from './applied-directives.ts'
import { argumentOf, type DirectiveNames, type RuleDirective } from './directive-names.ts'
import { type Alternatives, allOf, anyToken, isNothing, nothing, type Requirement } from './requirement.ts'

/** What an element states, before anything is inherited. */
export interface ElementRule {
  readonly requirement: Requirement
  /** Carries `@public`. */
  readonly isPublic: boolean
}

/** Where mistakes and warnings about the rules of one schema are written down. */
export interface RuleReport {
  readonly mistakes: string[]
  readonly warnings: string[]
}

interface Statement {
  readonly coordinate: string
  readonly directive: RuleDirective
  readonly report: RuleReport
}

const controlCharacter = /\p{Cc}/u

/**
 * Reads the rule of one element.
 *
 * @param coordinate names the element in the report: `User` or `User.email`
 */
export function readElementRule(
  element: SchemaElement,
  { coordinate, names, report }: { coordinate: string; names: DirectiveNames; report: RuleReport },
): ElementRule {
  const requirements: Requirement[] = []
  let isPublic = false

  for (const applied of appliedDirectives(element)) {
    const directive = names.get(applied.name)
    if (directive === undefined) continue
    if (directive === 'public') isPublic = true
    requirements.push(readRequirement(applied, { coordinate, directive, report }))
  }
  const requirement = allOf(requirements)
  if (isPublic && !isNothing(requirement)) {
    report.mistakes.push(`${coordinate}: @public stands together with a requirement. Keep one of them.`)
  }
  return { requirement, isPublic }
}

/** The rule directives on an element that cannot have any. */
export function refuseElementRule(
  element: SchemaElement,
  { coordinate, names, report }: { coordinate: string; names: DirectiveNames; report: RuleReport },
): void {
  for (const { name } of appliedDirectives(element)) {
    if (!names.has(name)) continue
    report.mistakes.push(
      `${coordinate}: @${name} has no meaning here: rules hold for what is returned, never for input. Put it on the field that takes this input.`,
    )
  }
}

function readRequirement(applied: AppliedDirective, statement: Statement): Requirement {
  const value = readArgument(applied, statement)
  switch (statement.directive) {
    case 'public':
      return nothing
    case 'authenticated':
      return anyToken
    case 'requiresScopes':
      return { authenticated: true, scopes: [readAlternatives(value, statement, readScope)], policies: [] }
    case 'policy':
      return { authenticated: false, scopes: [], policies: [readAlternatives(value, statement, readPolicy)] }
    default:
      return statement.directive satisfies never
  }
}

function readArgument({ args }: AppliedDirective, { coordinate, directive, report }: Statement): unknown {
  const expected = argumentOf[directive]
  const remedy = expected === undefined ? `@${directive} takes no arguments` : `write @${directive}(${expected}: [["…"]])`
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    report.mistakes.push(`${coordinate}: the arguments of @${directive} are not an object; ${remedy}.`)
    return undefined
  }
  for (const name of Object.keys(args)) {
    if (name !== expected) report.mistakes.push(`${coordinate}: @${directive} has an unknown argument "${name}"; ${remedy}.`)
  }
  return expected === undefined ? undefined : Reflect.get(args, expected)
}

type ReadMember<T> = (text: string) => T

function readAlternatives<T>(value: unknown, statement: Statement, readMember: ReadMember<T>): Alternatives<T> {
  const { coordinate, directive, report } = statement
  const complain = (mistake: string) => report.mistakes.push(`${coordinate}: @${directive} ${mistake}`)

  if (typeof value === 'string' || (Array.isArray(value) && value.some((entry) => typeof entry === 'string'))) {
    complain(
      'has a flat list, which does not say AND or OR. Write [["a", "b"]] if both are needed, [["a"], ["b"]] if one is enough.',
    )
    return []
  }
  if (!Array.isArray(value)) {
    complain(`needs ${argumentOf[directive]}: a list of lists, such as [["a", "b"], ["c"]].`)
    return []
  }
  if (value.length === 0) complain('has no alternatives, so no one could ever pass. Name what is needed, or remove the field.')

  const alternatives = value.map((all: unknown) => readConjunction(all, complain, readMember))
  if (isRedundant(value))
    report.warnings.push(`${coordinate}: an alternative of @${directive} holds another one whole and changes nothing.`)
  return alternatives
}

function readConjunction<T>(all: unknown, complain: (mistake: string) => void, readMember: ReadMember<T>): T[] {
  if (!Array.isArray(all)) {
    complain('has an alternative that is not a list of texts. Write each alternative as ["a", "b"].')
    return []
  }
  if (all.length === 0)
    complain('has an empty alternative, which would let everyone through. Use @authenticated or @public for that.')
  return all.flatMap((member: unknown) => {
    if (typeof member !== 'string') {
      complain('has a member that is not a text. Put it in quotes.')
      return []
    }
    try {
      return [readMember(member)]
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      complain(`has a bad member. ${error.message} Mend or remove it.`)
      return []
    }
  })
}

function readScope(text: string): ScopeTemplate {
  if (text.trim() === '') throw new TypeError('The required scope is blank.')
  return parseScopeTemplate(text)
}

function readPolicy(text: string): string {
  if (text.trim() === '') throw new TypeError('The policy is blank.')
  if (controlCharacter.test(text)) throw new TypeError('The policy holds a control character.')
  return text
}

/** Whether one alternative holds another one whole. */
function isRedundant(alternatives: readonly unknown[]): boolean {
  const sets = alternatives.map((all) => new Set<unknown>(Array.isArray(all) ? all : []))
  return sets.some((wide, i) =>
    sets.some((narrow, j) => i !== j && (narrow.size < wide.size || i > j) && [...narrow].every((member) => wide.has(member))),
  )
}
