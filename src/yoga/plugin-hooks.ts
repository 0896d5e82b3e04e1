// What the plugin hooks into. Yoga has more than Envelop: that is in types of our own, so that Envelop alone suffices.

import type { Plugin } from '@envelop/core'
import type { ExecutionResult } from 'graphql'
import { type HttpAnswer, jsonResponse, type RequestHeaders } from '../resource-server/http-answer.ts'

interface YogaRequest {
  readonly headers: RequestHeaders
}

interface FetchApi {
  readonly Response: new (body: string, init: { status: number; headers: Record<string, string> }) => unknown
}

/** The plugin, for the plugin list of Yoga or of Envelop. */
export interface FieldgatePlugin extends Required<Pick<Plugin, 'onSchemaChange' | 'onExecute' | 'onSubscribe'>> {
  onPluginInit(payload: { plugins: unknown[] }): void
  onYogaInit(payload: { yoga: { logger: { error(...told: unknown[]): void } } }): void
  onRequestParse(payload: {
    request: YogaRequest
    serverContext: object
    fetchAPI: FetchApi
    endResponse(response: unknown): void
  }): Promise<void>
  onExecutionResult(payload: { context: object; result: unknown; setResult(result: ExecutionResult): void }): void
}

/** The answer as a response of the Fetch API that the server works with. */
export function respond(answer: HttpAnswer, { headers }: YogaRequest, { Response }: FetchApi): unknown {
  const { body, ...init } = jsonResponse(answer, headers)
  return new Response(body, init)
}
