// The rules that a schema states, element by element, before anything is inherited.

import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { type DirectiveNames, findDirectiveNames } from './directive-names.ts'
import { type ElementRule, type RuleReport, readElementRule, refuseElementRule } from './element-rule.ts'
import { isNothing } from './requirement.ts'

/** What each type, and each field of objects and interfaces, states itself; keyed by coordinate: `User`, `User.email`. */
export type DeclaredRules = ReadonlyMap<string, ElementRule>

interface Reading {
  readonly schema: GraphQLSchema
  readonly names: DirectiveNames
  readonly report: RuleReport
  readonly rules: Map<string, ElementRule>
}

/** Reads the rule of every element once. Mistakes go to the report. */
export function readDeclaredRules(schema: GraphQLSchema, report: RuleReport): DeclaredRules {
  const reading: Reading = { schema, names: findDirectiveNames(schema), report, rules: new Map() }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isIntrospectionType(type)) readType(type, reading)
  }
  warnOfInputOnlyRules(reading)
  return reading.rules
}

function readType(type: GraphQLNamedType, { names, report, rules }: Reading): void {
  if (isInputObjectType(type)) {
    refuseElementRule(type, { coordinate: type.name, names, report })
    for (const field of Object.values(type.getFields())) {
      refuseElementRule(field, { coordinate: `${type.name}.${field.name}`, names, report })
    }
    return
  }

  const rule = readElementRule(type, { coordinate: type.name, names, report })
  refusePlaceholders(rule, type.name, report)
  rules.set(type.name, rule)

  if (isEnumType(type)) {
    for (const value of type.getValues()) refuseElementRule(value, { coordinate: `${type.name}.${value.name}`, names, report })
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`
    const fieldRule = readElementRule(field, { coordinate, names, report })
    checkPlaceholders(fieldRule, { field, coordinate, report })
    rules.set(coordinate, fieldRule)
    for (const argument of field.args) {
      refuseElementRule(argument, { coordinate: `${coordinate}(${argument.name}:)`, names, report })
    }
  }
}

function placeholdersOf(rule: ElementRule): readonly (readonly string[])[] {
  return rule.requirement.scopes.flat(2).flatMap((scope) => scope.placeholders)
}

function refusePlaceholders(rule: ElementRule, coordinate: string, report: RuleReport): void {
  for (const path of placeholdersOf(rule)) {
    report.mistakes.push(
      `${coordinate}: a type has no arguments that {${path.join('.')}} could stand for. Put the rule on the fields that return it.`,
    )
  }
}

function checkPlaceholders(
  rule: ElementRule,
  { field, coordinate, report }: { field: GraphQLField<unknown, unknown>; coordinate: string; report: RuleReport },
): void {
  for (const path of placeholdersOf(rule)) {
    if (standsForText(field, path)) continue
    report.mistakes.push(
      `${coordinate}: the placeholder {${path.join('.')}} names no argument, or input field, that holds one text. Use one of the field's own arguments.`,
    )
  }
}

function standsForText(field: GraphQLField<unknown, unknown>, [name, ...rest]: readonly string[]): boolean {
  let type: GraphQLInputType | undefined = field.args.find((argument) => argument.name === name)?.type
  for (const step of rest) {
    const input: unknown = isNonNullType(type) ? type.ofType : type
    type = isInputObjectType(input) ? input.getFields()[step]?.type : undefined
  }
  const last: unknown = isNonNullType(type) ? type.ofType : type
  return !isListType(last) && isLeafType(last)
}

function warnOfInputOnlyRules({ schema, rules, report }: Reading): void {
  const returned = new Set<string>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) returned.add(getNamedType(field.type).name)
  }
  for (const type of Object.values(schema.getTypeMap())) {
    const rule = rules.get(type.name)
    if (!rule || !isLeafType(type) || isNothing(rule.requirement) || returned.has(type.name)) continue
    report.warnings.push(`${type.name}: its rule never holds, as no field returns it. Rules are about output, never about input.`)
  }
}
