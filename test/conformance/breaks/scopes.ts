// Breaks of the scope language: docs/enforcement.md section 2.

import type { BreaksByFile } from '../breaks.ts'

export const scopeBreaks: BreaksByFile = {
  'src/scope/scope.ts': [
    [
      'const segmentPattern = /^[A-Za-z0-9_.-]+$/',
      'const segmentPattern = /^[A-Za-z0-9_.:-]+$/',
      'The bound value must itself be a segment: a:b is none',
    ],
    [
      'const segmentPattern = /^[A-Za-z0-9_.-]+$/',
      'const segmentPattern = /^[A-Za-z0-9_.*-]+$/',
      'The bound value must itself be a segment: * is none',
    ],
    ['text.length <= maxScopeLength && scopePattern', 'scopePattern', 'A scope has at most 256 characters'],
    ['text.length <= maxScopeLength && grantablePattern', 'grantablePattern', 'A scope has at most 256 characters'],
    ['const grantablePattern = /^(?:', 'const grantablePattern = /^(?:|', 'A scope is segments, none empty'],
    ['return scope.includes(wildcard)', 'return scope === wildcard', 'A segment of a granted scope may be *'],
  ],
  'src/scope/covers.ts': [
    ['  if (!isGrantableScope(required)) return false\n', '', 'Malformed scopes are covered by nothing'],
    ['  if (narrow.length < wide.length) return false\n', '', 'A final * covers one or more segments'],
    [
      'if (segment !== narrow[index]) return false',
      'if (!narrow[index]?.startsWith(segment)) return false',
      'Exact: no prefix matching',
    ],
    ['wide[last] === wildcard || narrow.length === wide.length', 'narrow.length >= wide.length', 'No prefix matching'],
    [
      'wide[last] === wildcard || narrow.length === wide.length',
      'narrow.length === wide.length',
      'A final * covers all remaining segments',
    ],
  ],
  'src/scope/scope-set.ts': [
    ['this.#exact.has(required) || this.#wildcards.covers(required)', 'this.#exact.has(required)', 'A granted scope may use *'],
    ['new Set(this.scopes.filter(isScope))', 'new Set(this.scopes)', 'Texts that are no scope cover nothing'],
  ],
  'src/scope/scope-tree.ts': [
    ['    if (!isGrantableScope(scope)) return\n', '', 'Texts that are no scope cover nothing'],
    [
      'if (segment === undefined) return node.endsHere',
      'if (segment === undefined) return node.endsHere || node.coversBelow',
      'orders:* does not cover orders',
    ],
    [
      'if (node.coversBelow) return true',
      'if (node.coversBelow && depth === segments.length - 1) return true',
      'A final * covers one or more remaining segments',
    ],
    [
      'if (same !== undefined && isCovered(same, segments, depth + 1)) return true',
      'if (same !== undefined) return isCovered(same, segments, depth + 1)',
      'Any granted scope may cover, not the nearest alone',
    ],
    [
      'return any !== undefined && isCovered(any, segments, depth + 1)',
      'return any !== undefined && (isCovered(any, segments, depth + 1) || isCovered(any, segments, depth + 2))',
      'A * in the middle is exactly one segment',
    ],
    [
      'if (isOpen) node.coversBelow = true\n    else node.endsHere = true',
      'node.endsHere = true\n    if (isOpen) node.coversBelow = true',
      'orders:* does not grant orders',
    ],
    ['isGrantableScope(required) && isCovered', 'isCovered', 'Malformed scopes are covered by nothing'],
  ],
  'src/scope/template.ts': [
    ["if (text === '') throw", 'if (text === undefined) throw', 'Refused: blank scopes'],
    ['if (text.length > maxScopeLength) throw', 'if (text.length > 9999) throw', 'A scope has at most 256 characters'],
    [
      'if (blankOrControl.test(text)) throw',
      'if (text === undefined) throw',
      'Refused: scopes with spaces or control characters',
    ],
    [
      'if (text === undefined) return undefined',
      "if (text === undefined) { bound.push('x'); continue }",
      'What cannot be bound makes the alternative false',
    ],
    ['return isScope(scope) ? scope : undefined', 'return scope', 'What is bound must be a scope'],
    ['if (segment.includes(wildcard)) throw', 'if (segment === undefined) throw', 'A required scope holds no wildcard'],
    ['Array.isArray(value) || !Object.hasOwn(value, name)', 'Array.isArray(value)', 'Only own properties are arguments'],
    [
      "typeof text === 'string' && isSegment(text) ? text",
      "typeof text === 'string' ? text",
      'The bound value must itself be a segment',
    ],
    [
      'Number.isSafeInteger(value) ? String(value) : value',
      "typeof value === 'object' ? value : String(value)",
      'Only texts and whole numbers are segments',
    ],
    ['Number.isSafeInteger(value) ? String(value) : value', 'value', 'A whole number is a segment'],
    ['if (isOpen ? granted.length > required.length :', 'if (isOpen ? false :', 'visibleSchema: orders:* does not cover orders'],
    ['segment === wildcard || typeof required[index]', 'typeof required[index]', 'visibleSchema: wildcards cover'],
    [
      "typeof required[index] !== 'string' || segment === required[index]",
      'segment === required[index]',
      'visibleSchema: a placeholder can stand for anything',
    ],
  ],
  'src/scope/intersect.ts': [
    [
      'return narrow.every((scope) => set.covers(scope))',
      'return narrow.some((scope) => set.covers(scope))',
      'isSubset: every scope',
    ],
    [
      'return asked.filter((scope) => !set.covers(scope))',
      'return asked.filter((scope) => set.covers(scope))',
      'uncovered: what no scope covers',
    ],
    ['[...withinRight, ...withinLeft, ...crossed]', '[...withinRight, ...crossed]', 'intersect is symmetric'],
    ['[...withinRight, ...withinLeft, ...crossed]', '[...withinRight, ...withinLeft]', 'Wildcards that cross meet'],
    ['if (kept.covers(scope)) return false', '', 'None of a result is covered by another'],
  ],
  'src/scope/implied.ts': [
    ['if (expanded.has(source)) continue', '', 'Cycles are harmless'],
    ['return registered.meet(scope)', 'return []', 'A wildcard brings what the scopes it covers imply'],
  ],
  'src/scope/claim.ts': [
    ['new Set(members).size === members.length && ', '', 'Odd members make the token invalid: twice'],
    [' && isGrantableScope(member)', '', 'Odd members make the token invalid: no scope'],
    ['members !== undefined && areFitAndDistinct(members)', 'members !== undefined', 'Never partly valid'],
  ],
}
