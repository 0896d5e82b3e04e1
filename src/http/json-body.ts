// The body of a GraphQL request: one JSON object in UTF-8, not compressed. GraphQL over HTTP, section 5.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BadUserInputError } from '../errors.ts'
import { answerError } from './answer-error.ts'

const jsonType = /^application\/json[ \t]*(;.*)?$/i
const charset = /;[ \t]*charset[ \t]*=[ \t]*("?)([^";\s]*)\1/gi
const utf8Names = ['utf-8', 'utf8']

/** Refuses, before a byte of it is read, a body that is missing or of the wrong kind. */
export async function refuseUnreadableBody(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const { headers } = request
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) {
    return answerError(reply, 400, new BadUserInputError('body', 'The request has no body. Send a JSON object with "query".'))
  }
  if (!isJsonInUtf8(headers['content-type'])) {
    return answerError(reply, 415, new BadUserInputError('content-type', 'Send the body as application/json in UTF-8.'))
  }
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    return answerError(reply, 415, new BadUserInputError('content-encoding', 'Send the body uncompressed.'))
  }
  return undefined
}

/** Replaces Fastify's parsers by one that reads JSON objects in well-formed UTF-8, and no text that would change a prototype. */
export function addJsonParser(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body))
    } catch {
      return done(new BadUserInputError('body', 'The body is not well-formed UTF-8.'))
    }
    parse(request, text, (error, value) => {
      // The parser's own message is dropped: it may quote the body.
      if (error) return done(new BadUserInputError('body', 'The body is not well-formed JSON.'))
      if (Array.isArray(value)) return done(new BadUserInputError('body', 'Batches are off. Send one JSON object.'))
      if (typeof value !== 'object' || value === null)
        return done(new BadUserInputError('body', 'The body is not a JSON object.'))
      done(null, value)
    })
  })
}

function isJsonInUtf8(contentType: string | undefined): boolean {
  if (contentType === undefined || !jsonType.test(contentType)) return false
  return [...contentType.matchAll(charset)].every(([, , name = '']) => utf8Names.includes(name.toLowerCase()))
}
