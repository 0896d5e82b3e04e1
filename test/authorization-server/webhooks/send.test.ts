import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendToWebhook, type WebhookRequest } from '../../../src/authorization-server/webhooks/send.ts'
import { hang, type Receiver, startReceiver } from '../../support/receiver.ts'

describe('a request to a webhook', () => {
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await startReceiver()
  })
  afterEach(() => receiver.stop())

  const send = (changes: Partial<WebhookRequest> = {}) =>
    sendToWebhook({
      url: receiver.url,
      body: 'v4.public.ç',
      arePrivateAllowed: true,
      timeoutSeconds: 5,
      signal: new AbortController().signal,
      ...changes,
    })
  const port = () => new URL(receiver.url).port

  it('is a POST of the text', async () => {
    expect(await send()).toEqual({ status: 204, error: null })
    expect(receiver.requests).toEqual([
      {
        method: 'POST',
        body: 'v4.public.ç',
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-length': '12',
          'user-agent': 'fieldgate-webhook',
          host: new URL(receiver.url).host,
          connection: 'close',
        },
      },
    ])
  })

  it.each([304, 400, 410, 429, 500, 503])('has failed with the status %i', async (status) => {
    receiver.answer = status
    expect(await send()).toEqual({ status, error: 'BAD_STATUS' })
  })

  it('follows no redirect', async () => {
    const other = await startReceiver()
    receiver.answer = (response) => response.writeHead(307, { location: other.url }).end()
    expect(await send()).toEqual({ status: 307, error: 'BAD_STATUS' })
    expect(other.requests).toEqual([])
    await other.stop()
  })

  it('is over with the head of the answer, however much comes after it', async () => {
    const closed = new Promise((resolve) => {
      receiver.answer = (response) => {
        response.writeHead(200)
        response.on('close', resolve)
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536))) {
            // Until the socket is full.
          }
        }
        response.on('drain', more)
        more()
      }
    })
    expect(await send()).toEqual({ status: 200, error: null })
    await closed
  })

  it('is given up when no answer comes in time', async () => {
    receiver.answer = hang
    expect(await send({ timeoutSeconds: 0.2 })).toEqual({ status: null, error: 'TIMEOUT' })
  })

  it('is cut off by whoever sent it', async () => {
    receiver.answer = hang
    const cut = new AbortController()
    const answer = send({ signal: cut.signal })
    await receiver.received(1)
    cut.abort()
    expect(await answer).toEqual({ status: null, error: 'ABORT_ERR' })
  })

  it('tells by a code alone that nobody listens, or that no HTTP comes back', async () => {
    const url = receiver.url
    await receiver.stop()
    expect(await send({ url })).toEqual({ status: null, error: 'ECONNREFUSED' })
    const babbler = createServer((socket) => socket.resume().end('a secret of the target\r\n\r\n'))
    await new Promise<void>((resolve) => babbler.listen(Number(port()), '127.0.0.1', resolve))
    expect(await send({ url })).toEqual({ status: null, error: expect.stringMatching(/^HPE_[A-Z_]+$/) })
    await new Promise((resolve) => babbler.close(resolve))
    receiver = await startReceiver()
  })

  describe('when private addresses are not allowed', () => {
    const refused = { status: null, error: 'ADDRESS_NOT_ALLOWED' }

    it.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0.0.0.0', '[::1]', '[::ffff:127.0.0.1]', '[::]'])(
      'reaches nothing at %s',
      async (host) => {
        expect(await send({ url: `http://${host}:${port()}/`, arePrivateAllowed: false })).toEqual(refused)
        expect(await send({ url: `https://${host}:${port()}/`, arePrivateAllowed: false })).toEqual(refused)
        expect(receiver.requests).toEqual([])
      },
    )

    it('reaches nothing by a name that leads there', async () => {
      for (const scheme of ['http', 'https']) {
        expect(await send({ url: `${scheme}://localhost:${port()}/`, arePrivateAllowed: false })).toEqual(refused)
      }
      expect(receiver.requests).toEqual([])
    })
  })

  it('goes by a name when private addresses are allowed, and never by http to public ones', async () => {
    expect(await send({ url: `http://localhost:${port()}/hook` })).toEqual({ status: 204, error: null })
    expect(await send({ url: 'http://1.1.1.1/' })).toEqual({ status: null, error: 'ADDRESS_NOT_ALLOWED' })
  })
})
