// Spans through OpenTelemetry's API: nothing until an operator registers an SDK, and then names, codes and counts, never what callers sent.

import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** Finds the SDK once one is registered, whenever that is. */
export const tracer = trace.getTracer('fieldgate')

/** What is known of a span before its work begins. */
export interface SpanFacts {
  /** `client` for what another system does for us; `internal` by default. */
  readonly kind?: 'client' | 'internal'
  /** Never a secret, an address, or anything that a caller wrote. */
  readonly attributes?: Attributes
}

/**
 * Runs work as a part of the trace that is active. Outside of any the work is just run: what the service does by itself makes no traces.
 *
 * A failure is told by its code alone; messages and stacks may hold anything.
 *
 * @param work gets what adds facts to the span
 */
export async function inSpan<T>(
  name: string,
  { kind = 'internal', attributes = {} }: SpanFacts,
  work: (tell: (facts: Attributes) => void) => Promise<T>,
): Promise<T> {
  if (!trace.getActiveSpan()) return work(tellNobody)
  const span = tracer.startSpan(name, { kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes })
  try {
    return await context.with(trace.setSpan(context.active(), span), () => work((facts) => span.setAttributes(facts)))
  } catch (error) {
    markFailed(span, codeOf(error))
    throw error
  } finally {
    span.end()
  }
}

/** Adds facts to the span that is active; nothing without one. */
export function tellActiveSpan(facts: Attributes): void {
  trace.getActiveSpan()?.setAttributes(facts)
}

/**
 * Marks a span as failed.
 *
 * @param type a code from a closed list
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function markFailed(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type)
}

/** The names under which logs tell of the active trace; nothing outside of any. */
export function activeTraceIds(): { trace_id?: string; span_id?: string } {
  const facts = trace.getActiveSpan()?.spanContext()
  return facts ? { trace_id: facts.traceId, span_id: facts.spanId } : {}
}

function tellNobody(): void {}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
