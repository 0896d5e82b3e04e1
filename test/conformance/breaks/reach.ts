// Breaks of what an operation needs and what a caller can reach at all: requiredScopes and visibleSchema.

import type { BreaksByFile } from '../breaks.ts'

export const reachBreaks: BreaksByFile = {
  'src/resource-server/reach.ts': [
    ['(token !== null || !authenticated) &&', '', 'visibleSchema: what needs a token is hidden without one'],
    ['scopes.every((any) => any.some((all)', 'scopes.some((any) => any.some((all)', 'visibleSchema: every part is needed'],
    [
      'all.every(({ source }) => coverable.has(source))',
      'all.some(({ source }) => coverable.has(source))',
      'visibleSchema: the inner list is an AND',
    ],
    ['if (!rule || !meets(rule.requirement)) return false', '', 'visibleSchema: denied fields are hidden'],
    [
      'return !isStrict(typeName) || rule.possibleTypes',
      'return rule.possibleTypes',
      'visibleSchema: per-type shows what one type allows',
    ],
    [
      'return !isStrict(typeName) || rule.possibleTypes',
      'return true || rule.possibleTypes',
      'visibleSchema: strict hides what one type denies',
    ],
    ["templates.map(({ source }) => +coverable.has(source)).join('')", "''", 'visibleSchema: cached by relevant scopes'],
    ['JSON.stringify([token !== null, ', 'JSON.stringify([', 'visibleSchema: cached by whether there is a token'],
  ],
  'src/resource-server/visible-fields.ts': [
    ['.filter((name) => reach.canReachField(type.name, name))', '', 'visibleSchema: denied fields are hidden'],
    ['if (names.length > 0) visible.set', 'visible.set', 'visibleSchema: valid, no type without fields'],
    [
      'if (field && leadsSomewhere(schema, field.type, visible)) continue',
      'continue',
      'visibleSchema: valid, no field that leads nowhere',
    ],
    ['if (names.size === 0) visible.delete(typeName)', '', 'visibleSchema: valid, no type without fields'],
    ['  addInterfaces(schema, visible)\n', '', 'visibleSchema: interfaces are shown'],
    [
      'if (members.every((member) => visible',
      'if (members.some((member) => visible',
      'visibleSchema: valid, an interface shows what all of its types show',
    ],
    ['|| isObjectType(given) || ', '|| ', 'visibleSchema: an interface shown as a union still has objects for members'],
    ['(visible.get(promised.name)?.size ?? 0) > 0', 'true', 'visibleSchema: valid, a union has no interface for member'],
  ],
  'src/resource-server/visible-schema.ts': [
    ['?? emptyQuery(config.query)', '', 'visibleSchema: says so when nothing is left'],
    ['types: builder.reached()', 'types: Object.values(schema.getTypeMap())', 'visibleSchema: without orphaned types'],
    ['weigh: () => 1 })', 'weigh: () => 100 })', 'visibleSchema: cached by relevant scopes'],
    [
      'filter(([name]) => this.visible.get(type.name)?.has(name))',
      'filter(() => true)',
      'visibleSchema: denied fields are hidden',
    ],
    ['.filter(({ name }) => this.visible.has(name))\n  }', '\n  }', 'visibleSchema: denied members are hidden'],
  ],
  'src/resource-server/visible-introspection.ts': [
    ["new Set(['__schema', '__type'])", "new Set(['__schema'])", 'Introspection serves the visible schema: __type too'],
    ['if (variables && !isIncluded(selection, variables)) continue', '', '@skip and @include hold for introspection'],
    ['if (fragment) follow(fragment.selectionSet)', '', 'Introspection in fragments serves the visible schema'],
    [
      'data: { ...result.data, ...told.data }',
      'data: { ...told.data, ...result.data }',
      'Introspection serves the visible schema',
    ],
    ['if (!result.data || !variables) return result', 'if (!variables) return result', 'A result without data stays without'],
  ],
  'src/resource-server/required-scopes.ts': [
    [
      'requirements.some(({ requirement }) => requirement.authenticated)',
      'requirements.every(({ requirement }) => requirement.authenticated)',
      'requiredScopes: any field that needs a token needs one',
    ],
    [
      'asked.set(hasPlaceholders ? use : requirement',
      'asked.set(requirement',
      'requiredScopes: each use with placeholders asks for something of its own',
    ],
    [
      'for (const type of possibleTypes) asked.set',
      'for (const type of possibleTypes.slice(0, 0)) asked.set',
      'requiredScopes: possible types count',
    ],
    ['for (const { group } of use.below.children) visit(group)', '', 'requiredScopes: of the whole operation'],
    ['if (isIncluded(selection, variables)) visit(part)', 'visit(part)', 'requiredScopes: @skip and @include on fragments'],
    ['if (isIncluded(use.node, variables)) visitUse(use)', 'visitUse(use)', 'requiredScopes: @skip and @include on fields'],
    [
      'keepsUnbound: coerced === undefined',
      'keepsUnbound: true',
      'requiredScopes: an alternative that cannot be bound never holds',
    ],
    ['    if (seen.has(group)) return\n', '', 'requiredScopes: fragments that double each other stay linear'],
  ],
  'src/resource-server/minimal-sets.ts': [
    ['if (sets.length <= breadth.maxSets) continue', 'continue', 'requiredScopes: a clear answer, never a hang'],
    ['const isComplete = breadth === whole', 'const isComplete = true', 'requiredScopes: says when there are more'],
    [
      'withoutDuplicates(sets.map((set) => pruned(set, needed)))',
      'sets',
      'requiredScopes: each alternative fails with any one scope less',
    ],
    [
      'const kept = sets.filter((set) => satisfies(set, clause))',
      'const kept: ReadonlySet<string>[] = []',
      'requiredScopes: what satisfies already stays',
    ],
    ['if (!kept.some((smaller) => isWithin(smaller, set))) kept.push(set)', 'kept.push(set)', 'requiredScopes: minimal'],
    [
      'return clause.some((all) => all.every((scope) => set.has(scope)))',
      'return clause.some((all) => all.some((scope) => set.has(scope)))',
      'requiredScopes: the inner list is an AND',
    ],
  ],
}
