import { connect, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type LoopWatch, watchLoop } from '../../src/http/loop-watch.ts'
import { sendBytes } from '../support/raw-http.ts'
import { ask, startServer, type TestServer } from './harness.ts'

describe('the watch over the event loop', () => {
  let ms = 0
  let watch: LoopWatch
  afterEach(() => watch.stop())

  const start = () => {
    watch = watchLoop(() => ms)
  }

  it('says nothing of a loop that is on time', () => {
    start()
    for (let turn = 0; turn < 100; turn++) {
      ms += 1_000
      expect(watch.wasLateWithin(60)).toBe(false)
    }
  })

  it('tells at once, and for as long as is asked, that it was late', () => {
    start()
    ms += 1_001
    expect(watch.wasLateWithin(0)).toBe(true)
    for (let turn = 0; turn < 5; turn++) {
      ms += 1_000
      watch.wasLateWithin(0)
    }
    expect([watch.wasLateWithin(5), watch.wasLateWithin(4.999)]).toEqual([true, false])
  })
})

describe('a request that is not read in time', () => {
  let server: TestServer
  afterEach(() => server.close())
  const [begun, rest] = ['GET /healthz HTTP/1.1\r\nhost: x\r\n', 'connection: close\r\n\r\n']

  it('because the process stood still is not blamed on its sender: 503, who may come back', async () => {
    server = await startServer({ limits: { receiveSeconds: 0.5 } })
    const { socket, answer } = open(server.url)
    socket.write(begun)
    // Connections are taken in turn, so that the first is there as well.
    await ask(server.url, 'hello')
    // From here the next that happens are timers.
    await nextTurn()
    socket.write(rest)
    standStill(2_500)
    const text = await answer
    const [head = '', body = ''] = text.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/)
    expect(head).toMatch(/\r\nretry-after: 1\r\n/)
    const requestId = /\r\nx-request-id: (req_\d+)\r\n/.exec(head)?.[1]
    const message = 'The service is briefly unavailable. Try again.'
    expect(JSON.parse(body)).toEqual({
      errors: [{ message, extensions: { code: 'INTERNAL_SERVER_ERROR', retryAfterSeconds: 1, requestId } }],
    })
    expect(server.log()).toContain('"status":503')
  })

  it('because its sender was slow is blamed on the sender: 408', async () => {
    server = await startServer({ limits: { receiveSeconds: 0.5 } })
    expect(await sendBytes(server.url, begun)).toMatchObject({ status: 408 })
  })
})

/** A connection, and all that comes on it until the other side hangs up. */
function open(url: string): { socket: Socket; answer: Promise<string> } {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const answer = socket.toArray().then((chunks) => Buffer.concat(chunks as Buffer[]).toString())
  return { socket, answer }
}

/** This process does nothing at all, as on a machine that gives it no time. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
