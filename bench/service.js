// How much the built service does a second, next to its own bare HTTP round trip: `npm run bench:service` in this folder.
// Closed loop on loopback, the service and this driver each on what cores there are; read the ratios, not the figures.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const workers = Number(process.env.BENCH_WORKERS ?? 16)
const agent = new Agent({ keepAlive: true, maxSockets: workers })
const folder = mkdtempSync(join(tmpdir(), 'fieldgate-bench-'))
const begun = performance.now()
const service = spawn(process.execPath, [fileURLToPath(new URL('../dist/cli/fieldgate.js', import.meta.url)), 'dev', '--json'], {
  env: { ...process.env, FIELDGATE_DATA_DIR: folder, FIELDGATE_PORT: '0', FIELDGATE_ACCESS_TOKEN_SECONDS: '3600' },
  stdio: ['ignore', 'pipe', 'inherit'],
})

try {
  const demo = JSON.parse(await firstLine(service.stdout))
  console.log(`ready after ${Math.round(performance.now() - begun)} ms on an empty folder`)
  const credentials = { clientId: demo.clientId, email: demo.user.email, password: demo.user.password }
  const login = () =>
    send(demo, 'mutation($i: LoginInput!) { login(input: $i) { tokens { accessToken refreshToken } } }', credentials)
  const { accessToken } = (await login()).login.tokens
  const chains = await Promise.all(Array.from({ length: workers }, async () => (await login()).login.tokens.refreshToken))
  await measure('GET /healthz', () => exchange(new URL('/healthz', demo.graphqlUrl), 'GET'))
  await measure('{ __typename }', () => send(demo, '{ __typename }'))
  await measure('verified { viewer { scopes } }', () => send(demo, '{ viewer { scopes } }', undefined, accessToken))
  await measure('clientCredentials', () =>
    send(
      demo,
      'mutation($i: ClientCredentialsInput!) { clientCredentials(input: $i) { tokens { accessToken } } }',
      demo.serviceClient,
    ),
  )
  await measure('refresh', async (worker) => {
    const input = { refreshToken: chains[worker], clientId: demo.clientId }
    const { refresh } = await send(demo, 'mutation($i: RefreshInput!) { refresh(input: $i) { tokens { refreshToken } } }', input)
    chains[worker] = refresh.tokens.refreshToken
  })
  await measure('login', login)
} finally {
  service.kill('SIGTERM')
  agent.destroy()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(name, task) {
  const latencies = []
  const end = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < end) {
        const start = performance.now()
        await task(worker)
        latencies.push(performance.now() - start)
      }
    }),
  )
  latencies.sort((a, b) => a - b)
  const at = (share) => latencies[Math.floor(latencies.length * share)]?.toFixed(1).padStart(8)
  console.log(
    `${name.padEnd(32)}${(latencies.length / seconds).toFixed(0).padStart(8)}/s   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`,
  )
}

async function send({ graphqlUrl }, query, input, token) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const { data, errors } = JSON.parse(
    await exchange(new URL(graphqlUrl), 'POST', headers, JSON.stringify({ query, variables: { i: input } })),
  )
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

function exchange(url, method, headers = {}, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, agent, headers: body ? { ...headers, 'content-length': Buffer.byteLength(body) } : headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve(text))
      },
    )
    outgoing.on('error', reject).end(body)
  })
}

async function firstLine(stream) {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    if (text.includes('\n')) return text
  }
  throw new Error('The service ended before it was ready.')
}
