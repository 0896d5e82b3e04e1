// The peers under load: each a small server of its own in peers/, asked for the same work over its own protocol.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rotating } from './fieldgate.js'
import { exchange, postForm } from './http.js'
import { endWithUs, findFreePort, startNode } from './process.js'

/** Starts a peer. `pragmas` is for better-auth: what its SQLite is told about durability. */
export async function startPeer({ name, pragmas, isPinned, profileFolder, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-bench-peer-'))
  const port = await findFreePort()
  const setupUrl = `http://127.0.0.1:${port}/setup`
  const program = fileURLToPath(new URL(`../peers/${name}.js`, import.meta.url))
  const profile = profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : []
  const args = [...profile, program, String(port), join(folder, 'bench.db'), pragmas ?? '']
  const environment = { NODE_ENV: 'production', BETTER_AUTH_TELEMETRY: '0' }
  const removeFolder = () => {
    forget()
    rmSync(folder, { recursive: true, force: true })
  }
  const forget = endWithUs(removeFolder)
  try {
    const { pid, stop } = await startNode({ args, environment, isPinned, readyUrl: setupUrl, log })
    const { text } = await exchange(setupUrl, { method: 'GET' })
    return { pid, stop: () => stop().finally(removeFolder), tasks: createTasks(JSON.parse(text)) }
  } catch (error) {
    removeFolder()
    throw error
  }
}

function createTasks({ tokenUrl, service, app, refreshTokens, loginUrl, person }) {
  const token = async (fields) => {
    const answer = await postForm(tokenUrl, fields)
    if (answer.access_token?.split('.').length !== 3) throw new Error('The access token is no signed one.')
    return answer
  }
  return {
    clientCredentials: () => token({ grant_type: 'client_credentials', scope: 'orders:read', ...service }),
    refresh: rotating(refreshTokens, async (refreshToken) => {
      const next = await token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app })
      return next.refresh_token
    }),
    ...(loginUrl && { login: () => logIn(loginUrl, person) }),
  }
}

async function logIn(url, person) {
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin }
  const { status, text } = await exchange(url, { headers, body: JSON.stringify(person) })
  if (status !== 200) throw new Error(`${status} ${text.slice(0, 300)}`)
}
