// Breaks of when and how it is decided: docs/enforcement.md sections 3, 4 and 6.

import type { BreaksByFile } from '../breaks.ts'

export const decisionBreaks: BreaksByFile = {
  'src/resource-server/caller.ts': [
    ['this.isAuthenticated = token !== null', 'this.isAuthenticated = true', '@authenticated refuses the anonymous'],
    [
      'return bound !== undefined && this.#granted',
      'return bound === undefined || this.#granted',
      'A placeholder that cannot be bound is never covered',
    ],
    [
      'if (scope.placeholders.length > 0) {',
      'if (scope.placeholders.length > 0 && !this.#answers.has(scope)) {\n      this.#answers.set(scope, true)',
      'Placeholders are bound per use',
    ],
  ],
  'src/resource-server/judge.ts': [
    ['if (rule.hasPlaceholders) return this.#judge(rule, args)', '', 'Placeholders are bound per use'],
    ['if (authenticated && !this.caller.isAuthenticated) return false', '', '@authenticated asks for a token'],
    ['return this.meetsScopes(scopes, args) && policies', 'return policies', '@requiresScopes is asked of the token'],
    ['policies.every((any) => any.some', 'policies.some((any) => any.some', 'Parts of a conjunction must all hold'],
    ['any.some((all) => all.every((policy)', 'any.every((all) => all.every((policy)', '@policy: the outer list is an OR'],
    [
      'all.every((policy) => this.holds(policy))',
      'all.some((policy) => this.holds(policy))',
      '@policy: the inner list is an AND',
    ],
    ['scopes.every((any) => any.some', 'scopes.some((any) => any.some', 'Parts of a conjunction must all hold'],
    ['any.some((all) => all.every((scope: ', 'any.every((all) => all.every((scope: ', '@requiresScopes: the outer list is an OR'],
    ['all.every((scope: ', 'all.some((scope: ', '@requiresScopes: the inner list is an AND'],
    ['if (!this.meets(requirement, args)) return true', '', 'The rule of a field is asked'],
    [
      'if (possibleTypes.length === 0) return false',
      'if (possibleTypes.length === 0) return this.isStrict',
      'A field without possible types needs none',
    ],
    ['? refusedCount > 0', '? refusedCount === possibleTypes.length', 'strict: every possible type must be allowed'],
    [': refusedCount === possibleTypes.length', ': refusedCount > 0', 'per-type: one possible type is enough'],
    [': refusedCount === possibleTypes.length', ': false', 'per-type: a field runs only if one possible type is allowed'],
  ],
  'src/resource-server/decide.ts': [
    ['if (allowsAll(plan, judge)) return', 'if (judge.caller.isAuthenticated) return', 'Everything is judged'],
    ['facts.requirements.every((requirement)', 'facts.requirements.some((requirement)', 'Everything is judged'],
    ['variableErrors: errors }', '}', 'Variables that cannot be used run nothing'],
    [
      'createJudge(caller, () => true, isStrict)',
      'createJudge(caller, noPolicyHolds, isStrict)',
      '@policy: names of undenied fields are asked',
    ],
    [
      'judgeWith(plan, createJudge(caller, policyHolds, isStrict), variables)',
      'judgeWith(plan, createJudge(caller, () => true, isStrict), variables)',
      '@policy: the answers count',
    ],
    [
      'judgeWith(plan, createJudge(caller, policyHolds, isStrict), variables)',
      'judgeWith(plan, createJudge(caller, policyHolds, false), variables)',
      'Strict stays strict beside policies',
    ],
    ['    id,\n', '', 'Decisions are remembered by document and operation'],
    ['    caller.isAuthenticated,\n', '', 'Decisions are remembered by whether there is a token'],
    ['    facts.scopes.map((scope) => +caller', '    [].map((scope) => +caller', 'Decisions are remembered by relevant scopes'],
    ['    facts.policies.map((policy) => +judge', '    [].map((policy) => +judge', 'Decisions are remembered by policy answers'],
    [
      'facts.conditionVariables.map((name) => variables',
      '[].map((name) => variables',
      'Decisions are remembered by skip and include',
    ],
    ['facts.boundUses.map((use)', '[].map((use)', 'Decisions are remembered by bound placeholders'],
    [
      'args ? (bindScopeTemplate(scope, args) ?? null) : null, caller.covers(scope, args)',
      'caller.covers(scope, args)',
      'What is told of a placeholder is remembered by what it was bound to',
    ],
    [
      'args ? (bindScopeTemplate(scope, args) ?? null) : null, caller.covers(scope, args)',
      'args ? (bindScopeTemplate(scope, args) ?? null) : null',
      'Decisions are remembered by whether the caller covers a bound placeholder',
    ],
  ],
  'src/resource-server/plan.ts': [
    ['if (known) return assertDepth(known, depth)', '', 'Fragment walks are memoised'],
    [
      'const known = byType.get(type)',
      'const [known] = byType.values()',
      'Fragment walks are memoised by fragment and possible type',
    ],
    ['if (depth > maxDepth) throw tooDeep(depth)', '', 'Fragment walks are guarded in depth'],
    ['const maxDepth = 500', 'const maxDepth = 900', 'Fragment walks are guarded in depth, also where they are remembered'],
    [
      'if (!fragment || !this.#applies(fragment, type)) continue',
      'if (!fragment) continue',
      'Types follow the executor: a fragment applies to its own type only',
    ],
    ['if (isIdle(group)) continue', 'continue', 'Fields in fragments are decided about'],
    ['      this.facts.addCondition(selection)\n', '', 'Decisions are remembered by skip and include'],
    [
      'if (below.children.length === 0 && !this.facts.isProtected(rule)) return undefined',
      'if (below.children.length === 0) return undefined',
      'A leaf is decided about',
    ],
    ['    this.facts.addUse(use)\n', '', 'Everything is judged'],
    [
      'isAbstractType(returned) ? this.schema.getPossibleTypes(returned) : [returned]',
      'isAbstractType(returned) ? [] : [returned]',
      'Decided per concrete possible type',
    ],
    [
      'isAbstractType(returned) ? this.schema.getPossibleTypes(returned) : [returned]',
      'isAbstractType(returned) ? this.schema.getPossibleTypes(returned) : []',
      'What is below an object is decided about',
    ],
    ['if (!typeCondition) return true', 'if (!typeCondition) return false', 'A fragment without a type applies'],
    [
      '|| (isAbstractType(condition) && this.schema.isSubType(condition, type))',
      '',
      'A fragment on an abstract type applies to its members',
    ],
    [
      'isListType(isNonNullType(field.type) ? field.type.ofType : field.type)',
      'isListType(field.type)',
      'A non-null list is a list',
    ],
    [
      'idleTypes: all.filter(({ group }) => isIdle(group)).map(({ type }) => type)',
      'idleTypes: []',
      'What certainly becomes null: every possible type counts',
    ],
  ],
  'src/resource-server/plan-facts.ts': [
    ['rule.possibleTypes.length > 0 || !isNothing', '!isNothing', 'A field is protected by its possible types'],
    [
      'for (const { requirement } of use.rule.possibleTypes) this.#requirements.add(requirement)',
      '',
      'Everything is judged: possible types too',
    ],
    ['if (use.rule.hasPlaceholders) this.#boundUses.push(use)', '', 'Decisions are remembered by bound placeholders'],
    [
      "directive.name.value !== 'skip' && directive.name.value !== 'include'",
      "directive.name.value !== 'skip'",
      'Decisions are remembered by @include',
    ],
    [
      "directive.name.value !== 'skip' && directive.name.value !== 'include'",
      "directive.name.value !== 'include'",
      'Decisions are remembered by @skip',
    ],
    [
      'return getArgumentValues(field, node, variables as Record<string, unknown>)',
      'return getArgumentValues(field, node, {})',
      'Placeholders are bound with coerced variables',
    ],
  ],
  'src/resource-server/plan-cache.ts': [
    ['const name = request.operationName ?? null', 'const name = null', 'Only the chosen operation counts'],
  ],
  'src/resource-server/operation.ts': [
    [
      'return operations.length === 1 ? operations[0] : undefined',
      'return operations[0]',
      'Several operations and none chosen: nothing runs',
    ],
    ['operations.findLast(', 'operations.find(', 'The operation is the one that graphql-js would run'],
    [
      'const fragments: Record<string, FragmentDefinitionNode> = Object.create(null)',
      'const fragments: Record<string, FragmentDefinitionNode> = {}',
      'Maps keyed by names from the request have no prototype',
    ],
    ['getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true', 'false', '@skip is evaluated'],
    ['getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false', 'true', '@include is evaluated'],
    ['values ?? {}, { maxErrors: 50 }', '{}, { maxErrors: 50 }', 'Variables are evaluated'],
  ],
  'src/resource-server/policies.ts': [
    [
      'export const noPolicyHolds: PolicyAnswers = () => false',
      'export const noPolicyHolds: PolicyAnswers = () => true',
      '@policy without an evaluator denies',
    ],
    ['names.length === 0) return', 'false) return', '@policy: nothing is asked where no name matters'],
    ['=== true))', '!== undefined))', '@policy: only true allows'],
    ['Object.hasOwn(answers, name) && ', '', '@policy: an inherited answer is none'],
    [
      'setTimeout(resolve, timeoutSeconds * 1000, undefined)',
      'setTimeout(resolve, 60_000, undefined)',
      '@policy: a timeout denies',
    ],
    [
      '  } catch {\n    return undefined\n',
      '  } catch {\n    return new Set<string>(["p", "q", "r", "s"]) as T\n',
      '@policy: a throw denies',
    ],
    [
      "if (typeof answers !== 'object' || answers === null) return new Set()",
      "if (typeof answers !== 'object' || answers === null) return new Set(names)",
      '@policy: an answer that is no object denies',
    ],
  ],
  'src/resource-server/recent-map.ts': [
    ['if (this.#weight > this.#options.maxWeight) this', 'if (this.#weight < 0) this', 'Caches are bounded'],
  ],
}
