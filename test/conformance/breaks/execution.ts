// Breaks of how an operation runs once it is decided about: docs/enforcement.md sections 3, 4 and 6.

import type { BreaksByFile } from '../breaks.ts'

export const executionBreaks: BreaksByFile = {
  'src/resource-server/gated-schema.ts': [
    [
      '      if (refusal === null) return null\n',
      '      if (refusal === null) return field.resolve?.(source, args, context, info)\n',
      'A denied resolver never runs, nor one past the hundredth',
    ],
    ['      if (refusal) throw refusal\n\n', '', 'A denied resolver never runs'],
    [
      '        if (refusal) throw refusal\n        return name',
      '        return name',
      'An object of a denied type makes its position null',
    ],
    [
      'return Promise.resolve(name).then(admit)',
      'return Promise.resolve(name)',
      'Types follow the executor, also when it answers later',
    ],
    [
      "if (name === undefined || typeof name === 'string') return admit(name)",
      "if (name === undefined || typeof name === 'string') return name",
      'Types follow the executor',
    ],
    ['...(isTypeOf && { isTypeOf: this.#watchMembership(isTypeOf) })', '', 'Types follow the executor: isTypeOf'],
    [
      'fieldResolver ?? (isEntities',
      'fieldResolver === undefined ? undefined : (isEntities',
      'A field resolver that was given is used',
    ],
    ['return watchResult(result, field.type, guard)', 'return result', 'No rejection is left unhandled'],
    [
      'if (isNonNullType(type)) return new GraphQLNonNull(this.#copyOutput(type.ofType) as never)',
      'if (isNonNullType(type)) return this.#copyOutput(type.ofType)',
      'Never null in a non-null place',
    ],
    ['      guard.hasPending = true\n', '', 'No rejection is left unhandled'],
    ["if (typeof answer !== 'boolean') this.#guardOf(info).hasPending = true", '', 'No rejection is left unhandled'],
  ],
  'src/resource-server/gated-execution.ts': [
    ['operationName: request.operationName ?? null', 'operationName: null', 'Only the chosen operation counts'],
    ['variableValues: request.variableValues ?? null', 'variableValues: null', 'The operation runs with its variables'],
    ['if (judge.refuses(rule, args)) return', 'if (false) return', 'A denied resolver never runs'],
    [
      'if (refusal) return this.#tell(() => createNotice(refusal',
      'if (false) return this.#tell(() => createNotice(refusal as never',
      'strict: denied on one type is denied on all',
    ],
    [
      'const nulled = info.path.prev === undefined ? this.#nodes.nulledRoots.get(node) : undefined',
      'const nulled = undefined as { refusal: never; path: string[] } | undefined',
      'A root field whose denial is certain to null it does not run',
    ],
    [
      'if (!judge.refusesType(rule)) return undefined\n',
      'if (rule) return undefined\n',
      'An object of a denied type makes its position null',
    ],
    [
      'path: path ?? responsePathAsArray(info.path)',
      'path: responsePathAsArray(info.path)',
      'The error of a root that does not run is where the denial is',
    ],
    [
      'if (isNonNullType(info.returnType)) return unlistedRefusal',
      '',
      'Never null in a non-null place, past the hundredth either',
    ],
    ['    this.hasSilent = true\n', '', 'One closing summary'],
    [
      'if (known && !rule.hasPlaceholders) return known',
      'if (known) return known',
      'What is told of a placeholder is what it was bound to',
    ],
    ['return capRefusals(result, listener, guard.hasSilent)', 'return result', 'At most 100 with one closing summary'],
  ],
  'src/resource-server/gated-subscription.ts': [
    [
      'if (!(Symbol.asyncIterator in source)) return source',
      'if (!(Symbol.asyncIterator in source)) return mapEvents([][Symbol.iterator]() as never, answer)',
      'What is no stream is answered as it is',
    ],
    [
      'const ended = token && findEnd(token, setting)',
      'const ended = null',
      'Expiry and revocation are checked before each event',
    ],
    ['isLast: true } : answer', 'isLast: false } : answer', 'A token that ends, ends the stream'],
    ['token.expiresAt.getTime() <= now', 'token.expiresAt.getTime() < now', 'Expiry is checked before each event, to the second'],
    ['return isRevoked?.(token) ?', 'return false ?', 'Revocation is checked before each event'],
    ['    if (isClosed) return\n', '', 'The source is returned once'],
    ['    await source.return?.()\n', '', 'The source is always returned'],
    ['if (isLast) await close()', '', 'The source is returned when the stream ends'],
    ['      if (isClosed) return finish()\n', '', 'A closed stream gives nothing'],
    ['        await close()\n        throw error', '        throw error', 'The source is returned after an error'],
    ['      await close()\n      return done', '      return done', 'The source is returned when the reader leaves'],
  ],
  'src/resource-server/list-items.ts': [
    ['    watch.hasPending = true\n', '', 'No rejection is left unhandled'],
    [
      '? Promise.resolve(result).then((settled) => watchItems(settled, type, watch)) : result',
      '? result : result',
      'No rejection is left unhandled, in lists that come later either',
    ],
    ['yield watch.hasPending && isNonNullType(itemType) ? Promise', 'yield false ? Promise', 'No rejection is left unhandled'],
    [
      'yield watch.hasPending && isNonNullType(itemType) ? Promise',
      'yield isNonNullType(itemType) ? Promise',
      'Nothing runs that graphql-js would not have run',
    ],
  ],
  'src/resource-server/create-gate.ts': [
    ["queries = 'filter',", "queries = 'reject',", 'Query: filter'],
    ["mutations = 'reject',", "mutations = 'filter',", 'Mutation: reject by default'],
    ["abstractTypes = 'per-type',", "abstractTypes = 'strict',", 'per-type is the default of queries'],
    ["disclose = 'scopes',", "disclose = 'nothing',", 'Errors name scopes by default'],
    ["options.unmarked ?? 'open'", "'open'", 'unmarked says what becomes of fields without a rule'],
    [
      "isMutation || queries === 'reject' || abstractTypes",
      "queries === 'reject' || abstractTypes",
      'Mutations are always strict',
    ],
    ["isMutation || queries === 'reject' || abstractTypes", 'isMutation || abstractTypes', 'Reject mode is always strict'],
    ["queries === 'reject' || abstractTypes === 'strict'", "queries === 'reject'", 'strict: every possible type must be allowed'],
    ['if (variableErrors) return { errors: variableErrors }', '', 'Variables that cannot be used run nothing'],
    ["if (decision.kind === 'reject') return {", 'if (false) return {', 'Reject: no data'],
    ["decision.kind === 'allow' || !refusals", "decision.kind !== 'reject' || !refusals", 'Denied pairs are short-circuited'],
    ['!plan || !refusals || options.observe', '!plan || !refusals', 'observe: full response, unchanged'],
    [
      "case OperationTypeNode.QUERY:\n        return queries === 'reject'",
      'case OperationTypeNode.QUERY:\n        return false',
      'Queries may be rejected',
    ],
    ["        return mutations === 'reject'", '        return false', 'Mutation: reject by default, nothing runs'],
    [
      "return queries === 'reject' || refusals.refusesRoot",
      "return queries === 'reject'",
      'Subscription: denied roots are refused before subscribe is called',
    ],
    [
      "return queries === 'reject' || refusals.refusesRoot",
      'return refusals.refusesRoot',
      'Reject mode refuses subscriptions whole',
    ],
    ["isLast: stillOpen.kind === 'reject'", 'isLast: false', 'A policy that ends, ends the stream'],
    [
      'const current = await decideVerdict(request, token, input.contextValue)',
      'const current = verdict',
      'Policies are checked before each event',
    ],
    [
      'if (verdict.refusals && options.onDenial) {',
      'if (verdict.refusals && options.onDenial && !options.observe) {',
      'observe: denials go to onDenial',
    ],
    ['      } catch {\n', '      } catch (error) {\n        throw error\n', 'Reporting neither opens nor closes'],
    ['  assertValidSchema(schema)\n', '', 'Refuse to start with an invalid schema'],
    ['  assertGateOptions(schema, options)\n', '', 'A misspelt option does not leave a schema open'],
    ["return options.introspection === 'visible' && plan", 'return false && plan', 'visibleSchema is how to hide'],
  ],
  'src/resource-server/gate-options.ts': [
    ['if (!isSchema(schema)) throw', 'if (schema === null) throw', 'Refuse to start: no schema'],
    ['if (!allowed && !kind) throw', 'if (name === undefined) throw', 'Refuse to start: an unknown option'],
    ['if (value === undefined) continue', '', 'An option that is not given is not given'],
    [
      'if (allowed && !allowed.includes(value))',
      'if (allowed?.includes(undefined as never))',
      'Refuse to start: a value an option cannot have',
    ],
    [
      'if (kind && typeof value !== kind) throw',
      'if (kind && value === null) throw',
      'Refuse to start: a value an option cannot have',
    ],
    [
      "unmarked: ['open', 'authenticated', 'denied']",
      "unmarked: ['open', 'authenticated', 'denied', 'deny']",
      'A misspelt option does not leave a schema open',
    ],
  ],
}
