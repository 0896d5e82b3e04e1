// oidc-provider under load, with its own in-memory store, which keeps nothing: `node peers/oidc-provider.js PORT`.
//
// What its token endpoint does here is what ours does: authenticate the client, rotate the refresh token, sign an Ed25519 access token.

import { generateKeyPairSync } from 'node:crypto'
import { Provider } from 'oidc-provider'

const port = Number(process.argv[2])
const issuer = `http://127.0.0.1:${port}`
const sessions = 2_000
const resource = 'https://api.example.com'
// Its store keeps no more than 1,000 entries unless it is given another: a plain Map, without an end.
const entries = new Map()

const service = { client_id: 'service', client_secret: 'service-secret-service-secret-00' }
const app = { client_id: 'app', token_endpoint_auth_method: 'none' }
const provider = new Provider(issuer, {
  adapter: memory,
  clients: [
    {
      ...service,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    { ...app, grant_types: ['authorization_code', 'refresh_token'], redirect_uris: ['https://app.example.com/callback'] },
  ],
  jwks: {
    keys: [{ ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: 'bench', use: 'sig', alg: 'EdDSA' }],
  },
  enabledJWA: { idTokenSigningAlgValues: ['EdDSA', 'RS256'] },
  clientDefaults: { id_token_signed_response_alg: 'EdDSA' },
  cookies: { keys: ['a secret for cookies that nobody gets'] },
  scopes: ['openid', 'offline_access', 'orders:read'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'orders:read',
        accessTokenTTL: 3600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'EdDSA' } },
      }),
    },
  },
  findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  rotateRefreshToken: true,
  ttl: { RefreshToken: 14 * 24 * 3600, Grant: 14 * 24 * 3600, ClientCredentials: 3600 },
})

const client = await provider.Client.find('app')
const refreshTokens = []
for (let index = 0; index < sessions; index += 1) {
  const grant = new provider.Grant({ clientId: 'app', accountId: 'user' })
  grant.addOIDCScope('offline_access')
  grant.addResourceScope(resource, 'orders:read')
  const grantId = await grant.save()
  const token = new provider.RefreshToken({
    client,
    accountId: 'user',
    grantId,
    gty: 'authorization_code',
    scope: 'offline_access orders:read',
    resource,
    rotations: 0,
    iiat: Math.floor(Date.now() / 1000),
  })
  refreshTokens.push(await token.save())
}

const setup = { tokenUrl: `${issuer}/token`, service: { ...service, resource }, app: { client_id: 'app' }, refreshTokens }
provider.use(async (context, next) => {
  if (context.path !== '/setup') return next()
  context.body = setup
})
const server = provider.listen(port, '127.0.0.1')
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})

/** The adapter interface of oidc-provider over one Map. */
function memory(name) {
  const keyOf = (id) => `${name}:${id}`
  return {
    upsert: async (id, payload) => void entries.set(keyOf(id), payload),
    find: async (id) => entries.get(keyOf(id)),
    consume: async (id) => {
      entries.get(keyOf(id)).consumed = Math.floor(Date.now() / 1000)
    },
    destroy: async (id) => void entries.delete(keyOf(id)),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    revokeByGrantId: async () => undefined,
  }
}
