import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { InternalError } from '../../src/errors.ts'
import { createLogger } from '../../src/http/logger.ts'

const secret = 'hush_4f1c9a77'
const names = ['password', 'currentPassword', 'newPassword', 'secret', 'clientSecret', 'rootSecret', 'token', 'refreshToken']
  .concat('accessToken', 'authorization', 'Authorization', 'cookie', 'databaseUrl')
  .map((name) => [name] as const)

/** What one call writes, parsed and as text. */
function logged(facts: object, level: 'info' | 'debug' = 'info') {
  const lines: string[] = []
  createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } })[level](facts, 'happened')
  const [text = ''] = lines
  return { text, fields: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) }
}

function nest(depth: number, facts: object): object {
  return depth === 0 ? facts : { inner: nest(depth - 1, facts) }
}

describe('the log', () => {
  it('is one JSON object a line, with the time in UTC', () => {
    const { text, fields } = logged({ status: 200 })
    expect(text).toMatch(/^\{.*\}\n$/)
    expect(fields).toMatchObject({ level: 30, time: expect.stringMatching(/^\d{4}-.*Z$/), status: 200, msg: 'happened' })
  })

  it('leaves out what is below its level', () => {
    expect(logged({ status: 200 }, 'debug').text).toBe('')
  })

  describe.each([0, 1, 2, 3])('%i levels deep', (depth) => {
    it.each(names)('hides what is under the name %s, and nothing beside it', (name) => {
      const { text, fields } = logged(nest(depth, { [name]: secret, beside: 'plain' }))
      expect(text).not.toContain(secret)
      expect(fields).toMatchObject(nest(depth, { [name]: '[redacted]', beside: 'plain' }))
    })
  })

  it('hides whatever is under such a name, and in lists', () => {
    const { text, fields } = logged({ password: { deep: [secret] }, list: [{ token: secret }] })
    expect(text).not.toContain(secret)
    expect(fields).toMatchObject({ password: '[redacted]', list: [{ token: '[redacted]' }] })
  })
})

describe.each(['err', 'error'])('an error logged as %s', (field) => {
  it('is reduced to type, code, message, stack and causes', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'EINNER', query: secret, parameters: [secret] })
    const error = Object.assign(new Error('outer', { cause }), { code: 42, body: secret, request: { headers: secret } })
    const { text, fields } = logged({ [field]: error })
    expect(text).not.toContain(secret)
    expect(fields?.[field]).toEqual({
      type: 'Error',
      code: 42,
      message: 'outer',
      stack: error.stack,
      cause: { type: 'TypeError', code: 'EINNER', message: 'inner', stack: cause.stack },
    })
  })

  it('tells what a GraphQL error and one of ours were thrown for', () => {
    const origin = new Error('the disk is full')
    const error = new GraphQLError('masked', { originalError: new InternalError({ cause: origin }) })
    expect(logged({ [field]: error }).fields?.[field]).toMatchObject({
      type: 'GraphQLError',
      cause: { type: 'InternalError', code: 'INTERNAL_SERVER_ERROR', cause: { type: 'Error', message: 'the disk is full' } },
    })
  })

  it('keeps five causes of a chain without an end', () => {
    const error = new Error('again')
    error.cause = error
    expect(logged({ [field]: error }).text.match(/"message":"again"/g)).toHaveLength(6)
  })

  it.each([[secret], [{ message: secret }], [[secret]], [undefined], [null]])('that is none, but %o, tells nothing', (thrown) => {
    const { text } = logged({ [field]: thrown })
    expect(text).not.toContain(secret)
  })
})

describe('a request or an answer in the log', () => {
  it('is reduced to its method or status', () => {
    const req = { method: 'POST', url: `/?token=${secret}`, headers: { authorization: secret }, body: secret }
    const { text, fields } = logged({ req, res: { statusCode: 200, body: secret } })
    expect(text).not.toContain(secret)
    expect(fields).toMatchObject({ req: { method: 'POST' }, res: { statusCode: 200 } })
  })
})
