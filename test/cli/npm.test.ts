// `npm run dev` as the README has it: what is printed, and that ending npm ends the service.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { DemoFacts } from '../support/demo.ts'
import { createFolder } from '../support/program.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('npm run dev prints one line with --json, and ends with the service once npm is told to end', async () => {
  const folder = createFolder()
  const { PATH = '', HOME = folder.path } = process.env
  const environment = { PATH, HOME, FIELDGATE_PORT: '0', FIELDGATE_DATA_DIR: folder.path }
  // Without the build before it: other tests run what is built at this moment.
  const args = ['run', '--silent', '--ignore-scripts', 'dev', '--', '--json']
  const npm = spawn('npm', args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  onTestFinished(() => endGroup(npm.pid))
  // The pipe closes once the last process that holds it has ended, npm or not.
  const closed = new Promise((resolve) => npm.once('close', resolve))
  let stdout = ''
  for await (const text of npm.stdout.setEncoding('utf8')) {
    const isFirst = stdout === ''
    stdout += text
    if (isFirst) npm.kill('SIGTERM')
  }
  await closed
  const { graphqlUrl } = JSON.parse(stdout) as DemoFacts
  expect(stdout).toMatch(/^\{.*\}\n$/)
  await expect(fetch(graphqlUrl)).rejects.toThrow('fetch failed')
  folder.remove()
})

/** Ends whatever a failed test has left running. */
function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // Nothing was left.
  }
}
