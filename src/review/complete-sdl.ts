// Makes the SDL of one service of many build by itself, and says what was assumed for that.

import { type DefinitionNode, type DocumentNode, Kind, parse, visit } from 'graphql'
import type { DirectiveNames } from '../resource-server/directive-names.ts'
import { directiveTypeDefs } from '../resource-server/directive-type-defs.ts'

/** A document that says everything a schema needs, with what it did not say itself. */
export interface CompletedSdl {
  readonly document: DocumentNode
  /** In words, one sentence each. */
  readonly assumed: readonly string[]
}

const builtIn = ['deprecated', 'specifiedBy', 'oneOf', 'skip', 'include']
const federated = ['link', 'key', 'extends']
const ours = parse(directiveTypeDefs).definitions
const entryPoint = parse('type Query { _service: String @public }').definitions

const definitionOf = {
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
} as const

/**
 * Adds what the SDL of a subgraph leaves to others: types that it only extends, the definitions of our directives where it uses and does
 * not define them, and a Query that its server will add. Directives of other servers stay as they are; they need no definition.
 */
export function completeSdl(document: DocumentNode): CompletedSdl {
  const extended = defineExtended(document.definitions)
  const entered = addEntryPoint(extended.definitions, document)
  const { definitions, assumed } = defineOurs(entered.definitions, document)
  return {
    document: { ...document, definitions },
    assumed: [...extended.assumed, ...entered.assumed, ...assumed],
  }
}

interface Step {
  readonly definitions: readonly DefinitionNode[]
  readonly assumed: readonly string[]
}

/** graphql-js drops an extension of what is not there, and every rule in it. */
function defineExtended(definitions: readonly DefinitionNode[]): Step {
  const defined = namesOf(definitions)
  const assumed: string[] = []
  const completed = definitions.map((definition): DefinitionNode => {
    if (!isTypeExtension(definition) || defined.has(definition.name.value)) return definition
    defined.add(definition.name.value)
    assumed.push(`"extend" of ${definition.name.value}, which is not defined here, is taken as its definition.`)
    return { ...definition, kind: definitionOf[definition.kind] } as DefinitionNode
  })
  return { definitions: completed, assumed }
}

function addEntryPoint(definitions: readonly DefinitionNode[], document: DocumentNode): Step {
  const hasRoot = definitions.some(
    (definition) =>
      (definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Query') ||
      definition.kind === Kind.SCHEMA_DEFINITION,
  )
  const used = directivesIn(document)
  if (hasRoot || !federated.some((name) => used.has(name))) return { definitions, assumed: [] }
  return {
    definitions: [...definitions, ...entryPoint],
    assumed: ['There is no Query; one with nothing but _service is assumed.'],
  }
}

function defineOurs(definitions: readonly DefinitionNode[], document: DocumentNode): Step {
  const types = namesOf(definitions)
  const used = directivesIn(document)
  const defined = new Set(definitions.filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION).flatMap(nameOf))
  const scalars = new Set(definitions.filter(({ kind }) => kind === Kind.SCALAR_TYPE_DEFINITION).flatMap(nameOf))
  const added = ours.filter((definition) => {
    if (definition.kind !== Kind.DIRECTIVE_DEFINITION) return false
    if (!used.has(definition.name.value) || defined.has(definition.name.value)) return false
    // A type of the schema may have the name of our scalar. Rules are read without a definition too.
    return scalarsIn(definition).every((name) => scalars.has(name) || !types.has(name))
  })
  const needed = new Set(added.flatMap(scalarsIn))
  const addedScalars = ours.filter(
    (definition) =>
      definition.kind === Kind.SCALAR_TYPE_DEFINITION && needed.has(definition.name.value) && !types.has(definition.name.value),
  )
  const names = added.flatMap(nameOf).map((name) => `@${name}`)
  return {
    definitions: [...definitions, ...added, ...addedScalars],
    assumed: names.length === 0 ? [] : [`Our own definition of ${names.join(', ')} is assumed.`],
  }
}

/** Directives that are used without a definition and state no rule, sorted. */
export function foreignDirectives({ definitions }: DocumentNode, names: DirectiveNames): string[] {
  const defined = new Set(definitions.filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION).flatMap(nameOf))
  const isForeign = (name: string) => !builtIn.includes(name) && !defined.has(name) && !names.has(name)
  return [...directivesIn({ kind: Kind.DOCUMENT, definitions })].filter(isForeign).sort()
}

function isTypeExtension(definition: DefinitionNode): definition is Extract<DefinitionNode, { kind: keyof typeof definitionOf }> {
  return definition.kind in definitionOf
}

function namesOf(definitions: readonly DefinitionNode[]): Set<string> {
  const types: readonly string[] = Object.values(definitionOf)
  return new Set(definitions.filter(({ kind }) => types.includes(kind)).flatMap(nameOf))
}

function nameOf(definition: DefinitionNode): string[] {
  return 'name' in definition && definition.name ? [definition.name.value] : []
}

function directivesIn(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(document, { Directive: ({ name }) => void names.add(name.value) })
  return names
}

function scalarsIn(definition: DefinitionNode): string[] {
  const names: string[] = []
  visit(definition, { NamedType: ({ name }) => void names.push(name.value) })
  return names
}
