// better-auth with its OAuth provider plugin under load, on SQLite: `node peers/better-auth.js PORT FILE full|default`.
//
// `full` gives its database the pragmas of ours (WAL, synchronous=FULL); `default` leaves them as better-sqlite3 has them.

import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { oauthProvider } from '@better-auth/oauth-provider'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { jwt } from 'better-auth/plugins'
import Sqlite from 'better-sqlite3'

const [, , port, file, pragmas] = process.argv
const origin = `http://127.0.0.1:${port}`
const sessions = 400
const resource = 'https://api.example.com'
const redirectUri = 'https://app.example.com/callback'
const person = { email: 'user@example.com', password: 'a long password of the bench' }

const database = new Sqlite(file)
if (pragmas === 'full') {
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
}
const options = {
  baseURL: origin,
  secret: randomBytes(32).toString('base64'),
  database,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  disabledPaths: ['/token'],
  plugins: [
    jwt(),
    oauthProvider({
      loginPage: '/login',
      consentPage: '/consent',
      scopes: ['openid', 'offline_access', 'orders:read'],
      resources: [resource],
      accessTokenExpiresIn: 3600,
      clientPrivileges: () => true,
      enforcePerClientResources: false,
      // As ours: a retry within ten seconds gets the same successor.
      refreshTokenReuseInterval: 10,
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
}
await (await getMigrations(options)).runMigrations()
const auth = betterAuth(options)

await auth.api.signUpEmail({ body: { ...person, name: 'User' } })
const signIn = await auth.api.signInEmail({ body: person, asResponse: true })
const cookie = signIn.headers
  .getSetCookie()
  .map((line) => line.split(';')[0])
  .join('; ')
const headers = new Headers({ cookie })

const service = await auth.api.adminCreateOAuthClient({
  body: {
    client_name: 'service',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_post',
    client_credentials_scopes: ['orders:read'],
    scope: 'orders:read',
  },
  headers,
})
const app = await auth.api.adminCreateOAuthClient({
  body: {
    client_name: 'app',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    scope: 'offline_access orders:read',
    skip_consent: true,
  },
  headers,
})
const refreshTokens = []
for (let index = 0; index < sessions; index += 1) refreshTokens.push(await beginSession())

const tokenUrl = `${origin}/api/auth/oauth2/token`
const setup = JSON.stringify({
  tokenUrl,
  loginUrl: `${origin}/api/auth/sign-in/email`,
  person,
  service: { client_id: service.client_id, client_secret: service.client_secret, resource },
  app: { client_id: app.client_id, resource },
  refreshTokens,
})
const handle = toNodeHandler(auth)
const server = createServer((request, response) => {
  if (request.url === '/setup') return response.end(setup)
  return handle(request, response)
})
server.listen(Number(port), '127.0.0.1')
process.on('SIGTERM', () => {
  server.close(() => database.close())
  server.closeAllConnections()
})

/** The authorization code flow with PKCE of a client that needs no consent. */
async function beginSession() {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.client_id,
    redirect_uri: redirectUri,
    scope: 'offline_access orders:read',
    state: 'bench',
    resource,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const authorized = await auth.handler(new Request(`${origin}/api/auth/oauth2/authorize?${query}`, { headers: { cookie } }))
  const place = authorized.headers.get('location') ?? (await authorized.text())
  const code = new URL(place, origin).searchParams.get('code')
  if (!code) throw new Error(`No code: ${authorized.status} ${place}`)
  const form = {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    client_id: app.client_id,
    redirect_uri: redirectUri,
    resource,
  }
  const answer = await auth.handler(
    new Request(`${origin}/api/auth/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) }),
  )
  const tokens = await answer.json()
  if (!tokens.refresh_token) throw new Error(`No refresh token: ${answer.status} ${JSON.stringify(tokens)}`)
  return tokens.refresh_token
}
