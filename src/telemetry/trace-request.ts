// The span of an HTTP request, a part of the caller's trace if it has one (W3C Trace Context) and the operator's SDK reads it.

import { context, isSpanContextValid, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { markFailed, tracer } from './span.ts'

/** What is told of a request. */
export interface RequestFacts {
  readonly method: string
  readonly scheme: string
  /** The path of the route; ours have no parameters, so it is that of the request too. */
  readonly route: string
  readonly requestId: string
  /** Looked at for the caller's trace only. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** A request on its way. */
export interface RequestTrace {
  /** Runs work as a part of the request. */
  run<T>(work: () => T): T
  /** @param status of the answer; undefined when the caller left before it */
  end(status: number | undefined): void
}

/** Of HTTP, for spans: any other is told as `_OTHER`. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'])

/**
 * Begins the span of a request; undefined when no SDK is registered, and nobody would ever see it.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
 */
export function traceRequest({ method, scheme, route, requestId, headers }: RequestFacts): RequestTrace | undefined {
  const known = knownMethods.has(method) ? method : '_OTHER'
  const parent = propagation.extract(ROOT_CONTEXT, headers)
  const attributes = {
    'http.request.method': known,
    'http.route': route,
    'url.scheme': scheme,
    'url.path': route,
    'fieldgate.request.id': requestId,
  }
  const name = `${known === '_OTHER' ? 'HTTP' : known} ${route}`
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent)
  if (!isSpanContextValid(span.spanContext())) return undefined
  const own = trace.setSpan(parent, span)
  return {
    run: (work) => context.with(own, work),
    end(status) {
      if (status !== undefined) span.setAttribute('http.response.status_code', status)
      if (status === undefined || status >= 500) markFailed(span, status === undefined ? 'caller_left' : String(status))
      span.end()
    },
  }
}
