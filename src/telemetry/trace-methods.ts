// A span for each call of an object's methods.

import { inSpan, type SpanFacts } from './span.ts'

/** What the spans of an object have in common. */
export interface MethodFacts<T> extends SpanFacts {
  /** Spans are called by it, a dot, and the method. */
  readonly name: string
  /** Methods that are left as they are: those that answer at once, and so are not worth a span. */
  readonly except?: readonly (keyof T & string)[]
}

/** The same methods; each makes a span of the trace that is active, and none of its inputs or answers are told. */
export function traceMethods<T extends object>(methods: T, { name, except = [], ...facts }: MethodFacts<T>): T {
  const traced = Object.entries(methods).map(([method, member]) => {
    if (!isFunction(member) || except.some((each) => each === method)) return [method, member]
    return [method, (...inputs: unknown[]) => inSpan(`${name}.${method}`, facts, () => member.apply(methods, inputs))]
  })
  return Object.fromEntries(traced) as T
}

function isFunction(member: unknown): member is (...inputs: unknown[]) => Promise<unknown> {
  return typeof member === 'function'
}
