// Real tokens, and the real verifier: only the network between it and the issuer is left out.
import { createTokenVerifier } from '../dist/resource-server/index.js'
import { signAccessToken } from '../dist/token/sign.js'
import { signRevocationPage } from '../dist/token/sign-revocation-page.js'
import { generateSigningKey } from '../dist/token/signing-key.js'

const issuer = 'https://issuer.bench'
const audience = 'https://api.bench'

export async function createIssuer() {
  const key = await generateSigningKey()
  let count = 0
  const published = { id: key.id, key: key.publicPaserk, status: 'ACTIVE', activatesAt: '2026-01-01T00:00:00Z', expiresAt: null }
  const documents = new Map([
    ['/.well-known/fieldgate', { issuer, keysEndpoint: `${issuer}/keys`, revocationsEndpoint: `${issuer}/revocations` }],
    ['/keys', { keys: [published] }],
  ])
  const readPage = async () => {
    const page = { issuer, issuedAt: new Date(), from: 0, to: 0, isLast: true, keySet: '1', revocations: [] }
    return { page: await signRevocationPage(page, key) }
  }
  const answer = async (url) => {
    const { pathname } = new URL(url)
    return Response.json(pathname === '/revocations' ? await readPage() : documents.get(pathname))
  }
  return {
    key,
    expected: { issuer, audience },
    createVerifier: () => createTokenVerifier({ issuer, audience, fetch: answer }),
    sign(scopes) {
      const issuedAt = new Date()
      count += 1
      const claims = {
        subject: 'usr_01J9ZQ3',
        clientId: 'app_01J9ZQ3',
        sessionId: 'ses_01J9ZQ3',
        tokenId: `tok_${count}`,
        scopes,
      }
      return signAccessToken({ ...claims, issuer, audience, issuedAt, expiresAt: new Date(issuedAt.getTime() + 3_600_000) }, key)
    },
  }
}
