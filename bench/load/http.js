// The driver's HTTP: kept connections to loopback, whole answers.

import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Closes the connections that are kept. */
export const closeConnections = () => agent.destroy()

/** The status and text of an answer. `body` is sent as it is. */
export function exchange(url, { method = 'POST', headers = {}, body = '' } = {}) {
  return new Promise((resolve, reject) => {
    const length = body && { 'content-length': Buffer.byteLength(body) }
    const outgoing = request(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, text, headers: response.headers })).on('error', reject)
    })
    outgoing.on('error', reject).end(body)
  })
}

/** The data of a GraphQL answer; an answer with errors is thrown. */
export async function askGraphql(url, { query, variables, token }) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const { status, text } = await exchange(url, { headers, body: JSON.stringify({ query, variables }) })
  const { data, errors } = JSON.parse(text)
  if (errors || !data) throw new Error(`${status} ${text.slice(0, 300)}`)
  return data
}

/** The JSON of an answer to a form, as OAuth endpoints take them; anything but 200 is thrown. */
export async function postForm(url, fields, headers = {}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await exchange(url, { headers: { ...type, ...headers }, body: new URLSearchParams(fields).toString() })
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text.slice(0, 300)}`)
  return JSON.parse(answer.text)
}
