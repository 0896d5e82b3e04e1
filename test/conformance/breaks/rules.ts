// Breaks of how rules are read, added up and checked: docs/enforcement.md section 1.

import type { BreaksByFile } from '../breaks.ts'

export const ruleBreaks: BreaksByFile = {
  'src/resource-server/requirement.ts': [
    [
      'parts.some((part) => part.authenticated)',
      'parts.every((part) => part.authenticated)',
      'Combining requirements only appends',
    ],
    ['parts.flatMap((part) => part.scopes)', 'first.scopes', 'Combining requirements only appends'],
    ['parts.flatMap((part) => part.policies)', 'first.policies', 'Combining requirements only appends'],
    ['(policy) => policy,', '(policy) => policy.slice(0, 1),', 'Parts are equal only if they say the same'],
    ['!authenticated && scopes.length === 0 && policies', 'scopes.length === 0 && policies', '@authenticated is a requirement'],
    ['policies.length === 0\n}', 'policies.length >= 0\n}', '@policy is a requirement'],
    [
      'authenticated: true, scopes: [[]], policies: []',
      'authenticated: true, scopes: [], policies: []',
      'No alternatives = false',
    ],
    [
      'all.some((scope) => scope.placeholders.length > 0)',
      'all.every((scope) => scope.placeholders.length > 0)',
      'One placeholder of many makes a rule depend on arguments',
    ],
    [
      'return sameParts(allOf([narrow, wide]), narrow)',
      'return true',
      'Warned: an implementation that restates less than its interface',
    ],
  ],
  'src/resource-server/schema-rules.ts': [
    [
      'allOf([name, ...interfacesOf(schema.getType(name)).map((each) => each.name)].map(',
      'allOf([name].map(',
      "A field requires its type's interfaces' rules",
    ],
    [
      '[type, ...interfacesOf(type)].flatMap((owner)',
      '[type].flatMap((owner)',
      'A field inherits the rule of an interface field',
    ],
    [
      'const own = [type, ...interfacesOf(type)].flatMap((owner) => [owner.name, ',
      'const own = [type, ...interfacesOf(type)].flatMap((owner) => [',
      "A field requires P's own directives",
    ],
    [
      'const own = [type, ...interfacesOf(type)].flatMap((owner) => [owner.name, ',
      'const own = [type, ...interfacesOf(type)].flatMap((owner) => owner.name ?? [',
      "A field requires P.f's directives",
    ],
    [', requirementOfType(returned.name, inheritance)])', '])', 'A field requires the rule of the named type that it returns'],
    [
      'isNothing(requirement) && !isPublic ? requirementOfUnmarked',
      'isNothing(requirement) ? requirementOfUnmarked',
      '@public marks a field',
    ],
    [
      'isNothing(requirement) && !isPublic ? requirementOfUnmarked',
      '!isPublic ? requirementOfUnmarked',
      'Unmarked means: no rule',
    ],
    [
      "case 'authenticated':\n      return anyToken",
      "case 'authenticated':\n      return nothing",
      'Fail closed: a missing rule',
    ],
    ["case 'denied':\n      return noOne", "case 'denied':\n      return anyToken", 'Fail closed: a missing rule'],
    [
      'rules.some(({ requirement }) => !isNothing(requirement)) ? rules : unprotected',
      'unprotected',
      'Abstract types are decided by their possible types',
    ],
    [
      'rules.some(({ requirement }) => !isNothing(requirement)) ? rules : unprotected',
      'rules.every(({ requirement }) => !isNothing(requirement)) ? rules : unprotected',
      'One protected member is enough to look at all',
    ],
    ['hasPlaceholders: hasPlaceholders(requirement)', 'hasPlaceholders: false', 'Placeholders are bound per use'],
    ['if (report.mistakes.length > 0) throw', 'if (report.mistakes.length > 99) throw', 'Refused when the gate is built'],
    ['declared.get(coordinate)?.isPublic && !isNothing(requirement)', 'false', 'Warned: @public that opens nothing'],
    ['    warnOfSilentInheritance(type, inheritance)\n', '', 'Warned: an implementation that restates less than its interface'],
    [
      'if (!isObjectType(type) || isIntrospectionType(type)) continue',
      'if (!isObjectType(type)) continue',
      'Introspection is free of rules',
    ],
  ],
  'src/resource-server/declared-rules.ts': [
    ['  warnOfInputOnlyRules(reading)\n', '', 'Warned: a protected scalar or enum used only as input'],
    ['    refuseElementRule(type, { coordinate: type.name, names, report })\n', '', 'Refused: directives on inputs'],
    ['      refuseElementRule(field, {', '      void ({', 'Refused: directives on input fields'],
    ['  refusePlaceholders(rule, type.name, report)\n', '', 'Refused: placeholders on a type'],
    [
      'for (const value of type.getValues()) refuseElementRule(value, {',
      'for (const value of type.getValues()) void ({',
      'Refused: directives on enum values',
    ],
    [
      'if (!isObjectType(type) && !isInterfaceType(type)) return\n',
      'if (!isObjectType(type)) return\n',
      'Rules of interface fields are read',
    ],
    ['    checkPlaceholders(fieldRule, { field, coordinate, report })\n', '', 'Refused: unknown placeholders'],
    ['      refuseElementRule(argument, {', '      void ({', 'Refused: directives on arguments'],
    ['return !isListType(last) && isLeafType(last)', 'return last !== undefined', 'A placeholder stands for one text'],
    [
      'const input: unknown = isNonNullType(type) ? type.ofType : type',
      'const input: unknown = type',
      'Input fields are bound by path',
    ],
    [
      'isNothing(rule.requirement) || returned.has(type.name)',
      'isNothing(rule.requirement)',
      'Only what is used only as input is warned of',
    ],
  ],
  'src/resource-server/element-rule.ts': [
    ["if (directive === 'public') isPublic = true", "if (directive === 'public') isPublic = false", '@public marks a field'],
    [
      'if (isPublic && !isNothing(requirement)) {',
      'if (isPublic && isNothing(requirement)) {',
      'Refused: @public together with a requirement',
    ],
    ['requirements.push(readRequirement(', 'requirements.splice(0, 1, readRequirement(', 'Directives on one element add up'],
    ['    if (!names.has(name)) continue\n', '    continue\n', 'Refused: directives on inputs or arguments'],
    [
      '{ authenticated: true, scopes: [readAlternatives',
      '{ authenticated: false, scopes: [readAlternatives',
      '@requiresScopes implies authenticated',
    ],
    [
      '{ authenticated: false, scopes: [], policies: [readAlternatives',
      '{ authenticated: true, scopes: [], policies: [readAlternatives',
      '@policy does not imply authenticated',
    ],
    [
      "case 'authenticated':\n      return anyToken",
      "case 'authenticated':\n      return nothing",
      '@authenticated asks for a token',
    ],
    [
      "if (typeof args !== 'object' || args === null || Array.isArray(args)) {",
      "if (typeof args !== 'object' || args === null) {",
      'A rule that cannot be read is refused, not dropped',
    ],
    ['if (name !== expected) report.mistakes.push', 'if (name === undefined) report.mistakes.push', 'Refused: unknown arguments'],
    ["if (typeof value === 'string' || (Array.isArray", 'if ((Array.isArray', 'Refused: a flat text, saying why'],
    [
      "value.some((entry) => typeof entry === 'string')",
      "value.every((entry) => typeof entry === 'string')",
      'Refused: a flat list (AND or OR?)',
    ],
    ['if (value.length === 0) complain', 'if (value.length > 99) complain', 'Refused: []'],
    ['if (all.length === 0)\n', 'if (all.length > 99)\n', 'Refused: [[]] and an empty alternative'],
    [
      "if (text.trim() === '') throw new TypeError('The policy",
      "if (text.length > 999) throw new TypeError('The policy",
      'Refused: blank policies',
    ],
    ['if (controlCharacter.test(text))', 'if (text.length > 999)', 'Refused: control characters'],
    ['if (isRedundant(value))\n', 'if (value.length > 99)\n', 'Warned: redundant alternatives'],
    ['(narrow.size < wide.size || i > j)', 'narrow.size < wide.size', 'Warned: the same alternative twice'],
  ],
  'src/resource-server/directive-names.ts': [
    [
      "if (name === 'link') addLinkedNames",
      "if (name === 'links') addLinkedNames",
      'Rules are read under the names that @link gives',
    ],
    [
      'for (const directive of ruleDirectives) names.set(',
      'for (const directive of []) names.set(',
      'Rules are read under a link namespace',
    ],
    [
      "const namespace = typeof as === 'string' ? as : specificationName(url)",
      'const namespace = specificationName(url)',
      'A link namespace may be renamed',
    ],
    ['if (itself) names.set(namespace, itself)', '', 'A link to a directive itself names it'],
    [
      "const as = member(entry, 'as') ?? name",
      'const as = name',
      'Rules are read under the name that @link(import: [{name, as}]) gives',
    ],
    [
      'if (!names.has(directive) && (!renamed.has(directive) || !isForeign(schema, directive))) names',
      'if (!names.has(directive) && !renamed.has(directive)) names',
      'A plain name keeps its meaning though it is renamed',
    ],
    [
      'if (!names.has(directive) && (!renamed.has(directive) || !isForeign(schema, directive))) names',
      'names',
      'A different directive of the same name is no rule',
    ],
  ],
  'src/resource-server/applied-directives.ts': [
    ['[element.astNode, ...(element.extensionASTNodes ?? [])]', '[element.astNode]', 'Rules are read from extension nodes'],
    [', ...fromExtensions(element.extensions)]', ']', 'Rules are read from extensions.directives (code-first)'],
    ['if (Array.isArray(directives)) return directives.flatMap(fromListEntry)', '', 'Code-first rules may be a list'],
    ['(Array.isArray(uses) && uses.length > 0 ? uses : [uses])', '[uses]', 'Code-first rules may be used repeatedly'],
    ['args: args === true ? Object.create(null) : args', 'args', 'Code-first rules may have no arguments'],
    [
      "'args' in entry ? entry.args : true",
      "'args' in entry ? entry.args : false",
      'Code-first rules in a list may have no arguments',
    ],
  ],
}
