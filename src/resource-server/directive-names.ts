// Under which names a schema uses our directives, when `@link` renames them.

import type { GraphQLSchema } from 'graphql'
import { appliedDirectives } from './applied-directives.ts'

/** A directive that states a rule, under the name everyone knows it by. */
export type RuleDirective = 'public' | 'authenticated' | 'requiresScopes' | 'policy'

/** From a name used in the schema to the directive it stands for. */
export type DirectiveNames = ReadonlyMap<string, RuleDirective>

/** The one argument that each directive takes. */
export const argumentOf: Readonly<Record<RuleDirective, string | undefined>> = {
  public: undefined,
  authenticated: undefined,
  requiresScopes: 'scopes',
  policy: 'policies',
}

const ruleDirectives: readonly RuleDirective[] = ['public', 'authenticated', 'requiresScopes', 'policy']

/**
 * Every name under which the schema may use a rule directive.
 *
 * A plain name keeps its meaning even when `@link` gives another, so that a forgotten use is not dropped in silence; only a schema that
 * defines a different directive of that name takes it back.
 *
 * @see https://specs.apollo.dev/link/v1.0
 */
export function findDirectiveNames(schema: GraphQLSchema): DirectiveNames {
  const names = new Map<string, RuleDirective>()
  for (const { name, args } of appliedDirectives(schema)) {
    if (name === 'link') addLinkedNames(names, args)
  }
  const renamed = new Set(names.values())
  for (const directive of ruleDirectives) {
    if (!names.has(directive) && (!renamed.has(directive) || !isForeign(schema, directive))) names.set(directive, directive)
  }
  return names
}

function isForeign(schema: GraphQLSchema, directive: RuleDirective): boolean {
  const definition = schema.getDirective(directive)
  if (!definition) return false
  const expected = argumentOf[directive]
  return expected === undefined ? definition.args.length > 0 : definition.args.every((argument) => argument.name !== expected)
}

function addLinkedNames(names: Map<string, RuleDirective>, link: unknown): void {
  const url = member(link, 'url')
  const as = member(link, 'as')
  const namespace = typeof as === 'string' ? as : specificationName(url)

  if (namespace !== undefined) {
    for (const directive of ruleDirectives) names.set(`${namespace}__${directive}`, directive)
    const itself = ruleDirectives.find((directive) => directive === specificationName(url))
    if (itself) names.set(namespace, itself)
  }
  const imports = member(link, 'import')
  for (const entry of Array.isArray(imports) ? imports : [imports]) addImportedName(names, entry)
}

function addImportedName(names: Map<string, RuleDirective>, entry: unknown): void {
  const name = typeof entry === 'string' ? entry : member(entry, 'name')
  const as = member(entry, 'as') ?? name
  const directive = ruleDirectives.find((candidate) => name === `@${candidate}`)
  if (directive && typeof as === 'string' && as.startsWith('@')) names.set(as.slice(1), directive)
}

/** The name in a specification's URL: `federation` in `https://specs.apollo.dev/federation/v2.9`. */
function specificationName(url: unknown): string | undefined {
  if (typeof url !== 'string') return undefined
  const [path = ''] = url.split(/[?#]/)
  return path
    .split('/')
    .filter((part) => part !== '' && !/^v\d+(\.\d+)*(-[\w.]+)?$/.test(part))
    .at(-1)
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
