// What `fieldgate dev` prints once it is ready: a box to copy from, or one line of JSON.

import { styleText } from 'node:util'
import type { DemoPlan } from '../administration/demo-data.ts'

/** What is told of a demo that is ready. */
export interface DemoFacts {
  readonly plan: DemoPlan
  readonly graphqlUrl: string
  readonly userScopes: readonly string[]
  readonly isTerminal: boolean
}

/** One line of JSON, for scripts. */
export function demoJson({ plan, graphqlUrl, userScopes }: DemoFacts): string {
  const { clientId, user, admin, serviceClient } = plan
  const line = {
    graphqlUrl,
    clientId,
    user: { email: user.email, password: user.password, scopes: userScopes },
    admin: { email: admin.email, password: admin.password },
    serviceClient,
  }
  return `${JSON.stringify(line)}\n`
}

/** The box and the curls, for people. */
export function demoBox(facts: DemoFacts): string {
  const { plan, graphqlUrl, userScopes, isTerminal } = facts
  const { serviceClient } = plan
  const strong = (text: string) => (isTerminal ? styleText('bold', text) : text)
  const line = '─'.repeat(78)
  const login = (who: { email: string; password: string }) =>
    post(
      graphqlUrl,
      `mutation { login(input: {clientId: \\"${plan.clientId}\\", email: \\"${who.email}\\", password: \\"${who.password}\\"}) { tokens { accessToken } } }`,
    )
  const query = post(graphqlUrl, `{ viewer { user { email } scopes } client(id: \\"${plan.clientId}\\") { name } }`, true)
  const clientCredentials = post(
    graphqlUrl,
    `mutation { clientCredentials(input: {clientId: \\"${serviceClient.clientId}\\", clientSecret: \\"${serviceClient.clientSecret}\\"}) { tokens { accessToken scopes } } }`,
  )
  return `${line}
  ${strong('Fieldgate is ready.')}  Stop it with Ctrl+C; a second start keeps the data.

  GraphQL    ${graphqlUrl}
  Client id  ${plan.clientId}
  User       ${plan.user.email}   password ${plan.user.password}   (${userScopes.join(', ')})
  Admin      ${plan.admin.email}  password ${plan.admin.password}   (every scope)
  Service    ${serviceClient.clientId}
             secret ${serviceClient.clientSecret}   (a client of its own, without a user)
${line}

${strong('1. Log in')} and keep the access token (it lives for minutes):

TOKEN=$(${login(plan.user)} | sed -E 's/.*"accessToken":"([^"]+)".*/\\1/'); echo $TOKEN

${strong('2. Ask with the token.')} viewer is yours; client needs clients:read, which this user lacks, so it is
   refused beside the rest:

${query}

${strong('3. See it appear:')} log in as the admin and repeat step 2.

TOKEN=$(${login(plan.admin)} | sed -E 's/.*"accessToken":"([^"]+)".*/\\1/')

${strong('4. Let a service in')} with its own secret, without a user:

${clientCredentials}

`
}

function post(url: string, query: string, withToken = false): string {
  const authorization = withToken ? ` -H "authorization: Bearer $TOKEN"` : ''
  return `curl -s ${url} -H 'content-type: application/json'${authorization} -d '{"query":"${query}"}'`
}
