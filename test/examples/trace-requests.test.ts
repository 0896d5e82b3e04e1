import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFolder, fieldgateCommand, type Program, startProgram } from '../support/program.ts'
import { send } from '../support/service.ts'

const script = fileURLToPath(new URL('../../examples/04-trace-requests/telemetry.mjs', import.meta.url))

describe('the example 04-trace-requests', () => {
  const folder = createFolder()
  let program: Program
  let url: string
  beforeAll(async () => {
    const environment = { FIELDGATE_PORT: '0', NODE_OPTIONS: `--import ${script}` }
    program = startProgram({ args: [fieldgateCommand, 'dev', '--json'], folder: folder.path, environment })
    const [line] = await program.waitFor('stdout', /^\{"graphqlUrl.*\n/m)
    url = new URL((JSON.parse(line) as { graphqlUrl: string }).graphqlUrl).origin
  })
  afterAll(async () => {
    await program.end('SIGTERM')
    folder.remove()
  })

  it('prints the span of a request, and those inside of it', async () => {
    await send(url, { query: 'query Who { viewer { scopes } }' })
    await program.waitFor('stdout', /name: 'POST \/graphql'/)
    await program.waitFor('stdout', /'graphql.operation.name': 'Who'/)
    expect(program.stdout()).toMatch(/name: 'gate\.decide'/)
    expect(new Set(program.stdout().match(/traceId: '\w+'/g)).size).toBe(1)
  })

  it('stands in the documentation as it is', () => {
    const operate = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8')
    const code = readFileSync(script, 'utf8').replace(/^\/\/.*\n\n/, '')
    expect(operate).toContain(`\`\`\`js\n${code}\`\`\`\n`)
  })
})
