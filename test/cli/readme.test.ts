// The first minute of the README: its commands are those of the box, and its answer is what the service answers.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createFolder, fieldgateCommand, startProgram } from '../support/program.ts'

const run = promisify(execFile)
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const [section = ''] = /^## Sixty seconds\n[\s\S]*?(?=^## )/m.exec(readme) ?? []

it('Sixty seconds has the commands of the box, and the answer that they bring', async () => {
  const folder = createFolder()
  const program = startProgram({ args: [fieldgateCommand, 'dev'], folder: folder.path, environment: { FIELDGATE_PORT: '0' } })
  await program.waitFor('stdout', /clientCredentials.*\n/)
  const box = program.stdout().match(/^(TOKEN=|curl ).*$/gm) ?? []
  const [logIn = '', ask = ''] = box
  const { stdout } = await run('bash', ['-c', `${logIn}\n${ask}`])
  expect(await program.end('SIGTERM')).toBe(0)
  folder.remove()

  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].map(([, text = '']) => text.replace(/\\\n\s*/g, ''))
  const curls = blocks.filter((text) => text.includes('curl'))
  expect(curls).toHaveLength(3)
  for (const curl of curls) expect(box.map(withoutFacts)).toContain(curl)

  const [, sample = ''] = /^```json\n([\s\S]*?)\n```$/m.exec(section) ?? []
  const [_token, answer] = stdout.split('\n')
  expect(JSON.stringify(JSON.parse(sample))).toBe(answer)
})

function withoutFacts(curl: string): string {
  return curl
    .replace(/localhost:\d+/, 'localhost:4000')
    .replace(/\b(cli|fgs)_[\w-]+/g, '$1_…')
    .replace(/(password: \\")[\w-]+/, '$1…')
}
