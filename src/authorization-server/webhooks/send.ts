// One request to a webhook's target, which may be anybody: no redirect is followed, no answer read, and no address reached that is not
// allowed.

import { lookup as findAddresses } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './addresses.ts'

/** What to send, and where. */
export interface WebhookRequest {
  readonly url: string
  readonly body: string
  /** Whether it may go to addresses that are not public, and there by http. */
  readonly arePrivateAllowed: boolean
  /** From looking up the name to the head of the answer. */
  readonly timeoutSeconds: number
  /** Ends it early. */
  readonly signal: AbortSignal
}

/** What came of it. */
export interface WebhookAnswer {
  /** Null when there was no answer. */
  readonly status: number | null
  /** A code, such as TIMEOUT, ECONNREFUSED, ADDRESS_NOT_ALLOWED or BAD_STATUS; null for success. */
  readonly error: string | null
}

/** Sends it; never rejects. */
export async function sendToWebhook({ url, body, signal, ...options }: WebhookRequest): Promise<WebhookAnswer> {
  const target = new URL(url)
  const isSecure = target.protocol === 'https:'
  const isAllowed = (address: string) => (isPublicAddress(address) ? isSecure : options.arePrivateAllowed)
  const literal = target.hostname.replace(/^\[|\]$/g, '')
  // An address is connected to without being looked up.
  if (isIP(literal) && !isAllowed(literal)) return { status: null, error: notAllowed }

  const timeout = AbortSignal.timeout(options.timeoutSeconds * 1000)
  return new Promise((resolve) => {
    const request = (isSecure ? requestHttps : requestHttp)(target, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'fieldgate-webhook' },
      // A connection of its own: one that is open already has been looked up some other time.
      agent: false,
      lookup: lookupAllowed(isAllowed),
      signal: AbortSignal.any([signal, timeout]),
    })
    request.once('response', (response) => {
      const { statusCode: status = 0 } = response
      response.destroy()
      resolve({ status, error: status >= 200 && status < 300 ? null : 'BAD_STATUS' })
    })
    request.on('error', (error) => resolve({ status: null, error: timeout.aborted ? 'TIMEOUT' : codeOf(error) }))
    request.end(body)
  })
}

const notAllowed = 'ADDRESS_NOT_ALLOWED'

/** The lookup that the connection itself is made by, so that a name cannot lead elsewhere once it was found to be allowed. */
function lookupAllowed(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    findAddresses(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? fault('ENOTFOUND'), [])
      // One of several is enough: whoever names an inner address beside an outer one means the inner one.
      if (!addresses.every(({ address }) => isAllowed(address))) return callback(fault(notAllowed), [])
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}

function fault(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code })
}

/** Codes alone: messages hold what the target wrote. */
function codeOf(error: NodeJS.ErrnoException): string {
  return /^[A-Z][A-Z0-9_]{1,60}$/.test(error.code ?? '') ? String(error.code) : 'FAILED'
}
