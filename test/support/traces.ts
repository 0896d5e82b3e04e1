// An operator's OpenTelemetry: registered once for the process, with spans kept in memory, and W3C's traceparent read from headers.

import { context, propagation, type TextMapPropagator, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'

/** Registers it; call the answer to unregister. */
export function registerTelemetry() {
  const exporter = new InMemorySpanExporter()
  const contexts = new AsyncLocalStorageContextManager().enable()
  context.setGlobalContextManager(contexts)
  propagation.setGlobalPropagator(traceParents)
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  return {
    spans: () => exporter.getFinishedSpans(),
    forget: () => exporter.reset(),
    unregister() {
      for (const api of [trace, propagation, context]) api.disable()
    },
  }
}

/** The spans as a tree of names, each list in the order the spans began. */
export function treeOf(spans: readonly ReadableSpan[], parentId?: string): readonly unknown[] {
  return spans
    .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parentId)
    .sort((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
    .map((span) => {
      const children = treeOf(spans, span.spanContext().spanId)
      return children.length === 0 ? span.name : { [span.name]: children }
    })
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const traceParents: TextMapPropagator = {
  fields: () => ['traceparent'],
  inject: () => undefined,
  extract(into, carrier, getter) {
    const [, traceId = '', spanId = '', flags = ''] =
      /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(String(getter.get(carrier, 'traceparent'))) ?? []
    if (traceId === '') return into
    return trace.setSpanContext(into, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true })
  },
}
