// The end of `fieldgate start`: what it waits for, what it cuts off, and what it leaves behind.

import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFolder, fieldgateCommand, type Program, startProgram } from '../support/program.ts'

let folder: ReturnType<typeof createFolder>
let program: Program
let port: number

beforeEach(async () => {
  folder = createFolder()
  program = start(folder.path)
  const [, found = ''] = await program.waitFor('stderr', /"url":"http:\/\/127\.0\.0\.1:(\d+)"/)
  port = Number(found)
})
afterEach(() => folder.remove())

describe('the end of fieldgate start', () => {
  it('cuts off at the end of the drain what is still open, closes the database, and says so', async () => {
    const socket = await open(
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
    )
    expect(await program.end('SIGTERM')).toBe(1)
    expect(program.stderr()).toMatch(
      /"msg":"requests were still open at the end of the drain and were cut off"}\n.*"msg":"stopped"}\n$/,
    )
    expect(readdirSync(folder.path)).toEqual(['fieldgate.db', 'fieldgate.db.migrating'])
    socket.destroy()
  })

  it.each([
    ['never sent anything', ''],
    ['was answered', 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ])('does not wait for a connection that %s', async (_what, sent) => {
    const socket = await open(sent)
    const begun = performance.now()
    expect(await program.end('SIGTERM')).toBe(0)
    expect(performance.now() - begun).toBeLessThan(2_500)
    socket.destroy()
  })

  it('does not wait for a connection after its last answer', async () => {
    const socket = await openHalf()
    const code = program.end('SIGTERM')
    await program.waitFor('stderr', /"msg":"draining"/)
    const begun = performance.now()
    expect(await finish(socket)).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close[\s\S]*"__typename":"Query"/i)
    expect(await code).toBe(0)
    expect(performance.now() - begun).toBeLessThan(2_500)
  })

  it('takes one press of Ctrl+C for one, also when it comes twice', async () => {
    const socket = await openHalf()
    const [, pid] = await program.waitFor('stderr', /"pid":(\d+)/)
    process.kill(Number(pid), 'SIGINT')
    await program.waitFor('stderr', /"msg":"draining"/)
    const code = program.end('SIGINT')
    expect(await finish(socket)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await code).toBe(0)
  })
})

describe('a start that is told to end before it listens', () => {
  it('ends as orderly, once it has started', async () => {
    const second = createFolder()
    const starting = start(second.path)
    await starting.waitFor('stderr', /"msg":"database migrated"/)
    expect(await starting.end('SIGTERM')).toBe(0)
    expect(starting.stderr()).toMatch(/"msg":"stopped"}\n$/)
    expect(readdirSync(second.path)).toEqual(['fieldgate.db', 'fieldgate.db.migrating'])
    second.remove()
  })
})

describe('the log of fieldgate start', () => {
  it('tells once where it listens, and of no probes', async () => {
    for (const path of ['/healthz', '/readyz', '/keys']) await fetch(`http://127.0.0.1:${port}${path}`)
    expect(await program.end('SIGTERM')).toBe(0)
    expect(program.stderr().match(/listening/gi)).toHaveLength(1)
    expect(program.stderr().match(/"route":"[^"]+"/g)).toEqual(['"route":"/keys"'])
  })
})

function start(path: string): Program {
  const environment = {
    FIELDGATE_PORT: '0',
    FIELDGATE_DATABASE_URL: 'file:fieldgate.db',
    FIELDGATE_ISSUER: 'http://localhost:4000',
    FIELDGATE_SECRET: 'a root secret for tests only, 0123456789 abcdefghij',
    FIELDGATE_DRAIN_SECONDS: '3',
  }
  return startProgram({ args: [fieldgateCommand, 'start'], folder: path, environment })
}

/** A connection that has sent this, and had the first of the answer if there is to be one. */
function open(sent: string): Promise<Socket> {
  const isAnswered = sent.startsWith('GET')
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(sent, () => !isAnswered && resolve(socket))
      if (sent === '') resolve(socket)
    })
    if (isAnswered) socket.once('data', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** A connection with a request of which the server has read a part. */
async function openHalf(): Promise<Socket> {
  const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 25\r\n\r\n'
  const socket = await open(`${head}{"query":"{ `)
  // Read by the time that another request has been answered.
  await fetch(`http://127.0.0.1:${port}/healthz`)
  return socket
}

/** Sends the rest, and reads until the connection closes. */
function finish(socket: Socket): Promise<string> {
  socket.write('__typename}"}')
  return new Promise((resolve) => {
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    socket.once('close', () => resolve(text))
  })
}
