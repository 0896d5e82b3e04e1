// A program that follows revocations ends by itself: built files, in a process of their own.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { audience } from './issuer.ts'
import { useVerifiers } from './verifier-harness.ts'

const feed = useVerifiers()
const library = new URL('../../dist/resource-server/index.js', import.meta.url).href

async function run(program: string): Promise<string> {
  const options = JSON.stringify({ issuer: feed.issuer.url, audience })
  const source = `import { createTokenVerifier } from ${JSON.stringify(library)}
    const verifier = await createTokenVerifier(${options})
    ${program}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const [code] = await once(child, 'close')
  return `${output.trim()}, ${code}`
}

describe('a program with a verifier', () => {
  it.each(['events', 503, 'silence'] as const)('ends when it has nothing else to do, stream or not (%s)', async (events) => {
    feed.issuer.feed.events = events
    expect(await run('console.log("done")')).toBe('done, 0')
  })

  it('ends when the verifier is closed, and not before the first snapshot is there', async () => {
    feed.issuer.feed.pageSize = 1
    const token = await feed.issuer.token()
    const program = `console.log((await verifier.verify(${JSON.stringify(token)})).subject); await verifier.close()`
    expect(await run(program)).toBe('usr_1, 0')
  })

  it('lives while it waits for something else', async () => {
    expect(await run('setTimeout(() => console.log("later"), 1500)')).toBe('later, 0')
  })
})
