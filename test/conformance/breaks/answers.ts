// Breaks of what is found denied, why, and what the caller is told: docs/enforcement.md sections 3 and 5.

import type { BreaksByFile } from '../breaks.ts'

export const answerBreaks: BreaksByFile = {
  'src/resource-server/survey.ts': [
    ['export const maxDenials = 100', 'export const maxDenials = 101', 'At most 100'],
    [
      'this.judge.refuses(use.rule, argumentsOf(use, this.#variables))',
      'this.judge.refuses(use.rule, {})',
      'Placeholders are bound from the arguments of each use',
    ],
    ['if (isIncluded(use.node, this.#variables)) yield use', 'yield use', '@include(if: false) fields are not even reported'],
    [
      'if (isIncluded(part.selection, this.#variables)) yield part.group',
      'yield part.group',
      '@skip and @include on fragments are evaluated per use',
    ],
    ['if (!this.judge.refusesType(type)) yield group', 'yield group', 'Denials under a denied type are not reported'],
    ['      if (seen.has(group)) return\n', '', 'Fragment walks are memoised'],
    [
      'if (this.refuses(use) || seen.has(use.below)) continue',
      'if (seen.has(use.below)) continue',
      '@policy: nothing is asked under a denied parent',
    ],
    ['      for (const part of this.parts(group)) visit(part)\n', '', '@policy: names in fragments are asked'],
    ['if (listed.has(position)) return', '', 'Denials are deduplicated'],
    [
      'JSON.stringify([denial.path, denial.coordinate])',
      'JSON.stringify([denial.path])',
      'A denial for each coordinate and position',
    ],
    ['if (listed.size >= maxDenials) hasMore = true', 'if (listed.size > maxDenials) hasMore = true', 'At most 100'],
    [
      'if (hasMore || !this.#hasRefusal(group) || !isNewAt(group, path)) return',
      'if (hasMore || !this.#hasRefusal(group)) return',
      'Fragments that double each other stay linear',
    ],
    [
      'let answer = this.#refusals.get(group)',
      'let answer: boolean | undefined = true',
      'The walk enters only parts with a denial',
    ],
    [
      'if (this.refuses(use) || !this.#hasRefusalBelow(use.below) || ',
      'if (!this.#hasRefusalBelow(use.below) || ',
      'Denials under an already denied parent are not reported',
    ],
    ['crossesList || returnsList(use)', 'crossesList', 'A path across a list is not given'],
    [
      'if (this.refuses(use)) return [explainField',
      'if (this.refuses(use)) return [] ?? [explainField',
      'A denied field is reported',
    ],
    ['return judge.refusedOf(use.rule.possibleTypes).map', 'return judge.refusedOf([]).map', 'A denied type is reported'],
    ['        [...this.parts(group)].some((part) => this.#hasRefusal(part))', '        false', 'Denials in fragments are found'],
    [
      '|| this.judge.refusedOf(use.rule.possibleTypes).length > 0) return true',
      ') return true',
      'Denied possible types are found',
    ],
    [
      'answer = [...this.children(below)].some((child) => this.#hasRefusal(child))',
      'answer = false',
      'Denials below a field are found',
    ],
    ['return node.alias?.value ?? node.name.value', 'return node.name.value', 'Paths have response keys'],
  ],
  'src/resource-server/verdict.ts': [
    ['  if (listed.length === 0) return undefined\n', '', 'With nothing denied the operation runs as it is'],
    ['rootUses(plan, survey).some((use) => survey.refuses(use))', 'false', 'Subscription: denied roots are refused'],
    [
      'judge.isStrict ? survey.reachedUses().filter((use) => survey.refuses(use)) : []',
      '[]',
      'strict: denied on one type is denied on all',
    ],
    [
      'judge.isStrict ? survey.reachedUses().filter((use) => survey.refuses(use)) : []',
      'survey.reachedUses().filter((use) => survey.refuses(use))',
      'per-type: denied only on the type that denies',
    ],
    [
      'isMutation ? findNulledRoots(plan, survey, variables) : new Map<FieldNode, NulledField>()',
      'new Map<FieldNode, NulledField>()',
      'A root field whose denial is certain to null it does not run',
    ],
    ['isMutation ? findNulledRoots', 'plan ? findNulledRoots', 'Query: filter; what is certain to be null may run'],
    ['    .filter((use) => !survey.refuses(use))\n', '', '@policy: only undenied fields are asked about'],
    [
      '[rule, ...rule.possibleTypes.filter((type) => !judge.refusesType(type))]',
      '[rule]',
      '@policy: those of possible types are asked',
    ],
    [
      'rule.possibleTypes.filter((type) => !judge.refusesType(type))',
      'rule.possibleTypes',
      '@policy: only undenied types are asked about',
    ],
    ['return [...new Set(requirements.flatMap', 'return [...(requirements.flatMap', '@policy: distinct names'],
    ['.filter((use) => survey.refuses(use)) : []', ' : []', 'strict: only what is denied is'],
    ['[...survey.parts(group)].flatMap(visit)', '[]', 'Root fields in fragments are root fields'],
    [
      'path: cause.map(({ node }) => node.alias?.value ?? node.name.value)',
      'path: cause.map(({ node }) => node.name.value)',
      'Paths have response keys',
    ],
  ],
  'src/resource-server/certain-null.ts': [
    [
      'survey.refuses(use) ? [use] : findCauseBelow(use)',
      'survey.refuses(use) ? [use] : undefined',
      'A denial below a non-null field makes it null',
    ],
    ['    if (returnsList(use)) return undefined\n', '', 'A list may be empty, so nothing is certain across one'],
    [
      '    if (!below.idleTypes.every((type) => survey.judge.refusesType(type))) return undefined\n',
      '',
      'A possible type without a denial keeps the field alive',
    ],
    ['      if (!cause) return undefined\n', '', 'Certain only if every possible type is denied below'],
    ['isNonNullType(use.field.type) ? findCause(use) : undefined', 'findCause(use)', 'A nullable field holds the null'],
    [
      'for (const part of survey.parts(group)) {',
      'for (const part of [...survey.parts(group)].slice(0, 0)) {',
      'Fragments count too',
    ],
  ],
  'src/resource-server/denial.ts': [
    [
      'if (!judge.meets(requirement, args) || possibleTypes',
      'if (possibleTypes',
      "A field's own rule is told before that of its types",
    ],
    [
      'if (judge.isStrict) return explain(rule.coordinate, allOf',
      'if (false) return explain(rule.coordinate, allOf',
      'strict: every possible type is needed',
    ],
    [
      'next.missingScopes.length < best.missingScopes.length ? next : best',
      'best',
      'What is missing is of the type that lacks least',
    ],
    ['if (requirement.authenticated && !judge.caller.isAuthenticated) return', 'if (false) return', 'reason: UNAUTHENTICATED'],
    [
      "judge.meetsScopes(requirement.scopes, args) ? 'POLICY_DENIED' : 'INSUFFICIENT_SCOPE'",
      "'INSUFFICIENT_SCOPE'",
      'reason: POLICY_DENIED',
    ],
    [
      '.reduce<readonly ScopeTemplate[] | undefined>(shorter, undefined)',
      '.at(-1)',
      'missingScopes: what the cheapest alternative lacks',
    ],
    ['size > maxAlternatives ?', 'false ?', 'Requirements are never multiplied out'],
    ['if (conjunction.length === 0) return []', '', 'Without scopes none is required'],
    [
      'withoutRepetitions([...left, ...right])',
      '[...left, ...right]',
      'missingScopes: a scope that two rules ask for lacks once',
    ],
    ['all.filter((scope) => !judge.caller.covers(scope, args))', '[...all]', 'missingScopes are those the token lacks'],
    ['next.cost < best.cost ? next : best', 'best', 'What is cut is not the cheapest'],
    ['bindScopeTemplate(scope, args ?? {}) ?? scope.source', 'scope.source', 'A placeholder is told as it was bound'],
    ['isOpenToNoOne: isOpenToNoOne(requirement)', 'isOpenToNoOne: false', 'A field without a rule is told as open to no one'],
  ],
  'src/resource-server/refusal-error.ts': [
    [
      "const position = denial.path.join('.')",
      "const position = denial.path.join('.') + denial.coordinate",
      'One error per position',
    ],
    ['return hasMore ? [...errors, closingSummary(listener)] : errors', 'return errors', 'At most 100 with one closing summary'],
    ['if (!isRefusal(error)) return true', '', "Other errors stay (a resolver's own are never cut)"],
    [
      'const isListed = error !== unlistedRefusal && refusalCount',
      'const isListed = refusalCount',
      'What is not listed is only in the summary',
    ],
    ['    else hasMore = true\n', '', 'One closing summary'],
    ['crossesList ? { nodes } : { nodes, path }', '{ nodes, path }', 'A path is spec-valid: with real list indices or none'],
    [
      "token === null ? 'UNAUTHENTICATED' : 'UNAUTHORIZED_FIELD_OR_TYPE'",
      "'UNAUTHORIZED_FIELD_OR_TYPE'",
      'extensions.code = UNAUTHENTICATED when no usable token came',
    ],
    ["reason === 'UNAUTHENTICATED' ? 'MISSING' : reason", 'reason', 'reason: a token that did not come is MISSING'],
    [
      "return disclose === 'scopes' ? { ...extensions",
      'return true ? { ...extensions',
      'disclose nothing: no scopes in extensions',
    ],
    ["if (disclose === 'nothing') return", 'if (false) return', 'disclose nothing: no scopes in the message'],
    ['if (isOpenToNoOne) return', 'if (false) return', 'A field without a rule is told as open to no one'],
    ["if (reason === 'POLICY_DENIED') return", 'if (false) return', 'A denied policy is told as such'],
    ['if (requiredScopes.length === 0) return', 'if (false) return', 'What needs only a token says so'],
    ["all.join(' and ')).join(', or ')", "all.join(' or ')).join(', and ')", 'message: what is needed'],
  ],
  'src/resource-server/denial-report.ts': [
    ['if (entry) entry.count += 1', 'if (entry) entry.count = 1', 'A per-client report counts'],
    ['else if (counts.size < maxEntries)', 'else if (true)', 'Reports are bounded'],
    ['JSON.stringify([clientId, coordinate])', 'JSON.stringify([coordinate])', 'A per-client report tells clients apart'],
  ],
  'src/resource-server/manifest.ts': [
    [
      'filter(({ requirement }) => !isNothing(requirement))',
      'filter(({ requirement }) => isNothing(requirement) || !isNothing(requirement))',
      'The manifest is the list of protected coordinates',
    ],
    ['(a.coordinate < b.coordinate ? -1 : 1)', '(a.coordinate < b.coordinate ? 1 : -1)', 'The manifest is sorted'],
  ],
}
