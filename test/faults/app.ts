// An app as it should be: it goes round the nodes, asks again with the same token when an answer was lost, and keeps a ledger of what
// was acknowledged.

import { setTimeout as sleep } from 'node:timers/promises'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import {
  ClientCredentialsDocument,
  LoginDocument,
  LogoutDocument,
  RefreshDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { password } from '../support/records.ts'
import { type Cluster, clientSecret } from './cluster.ts'

/** One login, as the app last heard of it. */
export interface AppSession {
  refreshToken: string
  accessToken: string
  isLoggedOut: boolean
}

/** An answer that was neither lost nor "not now". */
export interface Served<T> {
  readonly data: T | null | undefined
  /** Of the first error. */
  readonly code: string | undefined
}

type Attempt<T> = { kind: 'served'; answer: Served<T> } | { kind: 'unavailable' } | { kind: 'lost' } | { kind: 'broken' }

/** Every answer there was. */
export interface Tally {
  served: number
  refreshed: number
  /** 503 with Retry-After. */
  unavailable: number
  /** No connection, or it broke. */
  lost: number
  /** Of the 500 kind, as they came. */
  broken: string[]
  /** Acknowledged tokens that were refused, with the code. */
  refused: string[]
}

export interface Ask {
  readonly token?: string
  /** Only this node, by its place; all in turn by default. */
  readonly node?: number
  /** How long to ask again; 240 s by default. */
  readonly patienceMs?: number
}

export type App = ReturnType<typeof createApp>

const pauseMs = 100

export function createApp({ nodes, appId, serviceId, emails }: Cluster) {
  const tally: Tally = { served: 0, refreshed: 0, unavailable: 0, lost: 0, broken: [], refused: [] }
  const sessions: AppSession[] = []
  let turn = 0
  let loginCount = 0

  /** Once, to one node. */
  async function attempt<T, V>(document: TypedDocumentNode<T, V>, variables: V, { token, node }: Ask = {}): Promise<Attempt<T>> {
    const { url = '' } = nodes[(node ?? turn++) % nodes.length] ?? {}
    const authorization = token === undefined ? undefined : { authorization: `Bearer ${token}` }
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query: print(document), variables }),
        signal: AbortSignal.timeout(60_000),
      })
      const text = await response.text()
      const isPassing = response.status === 503 && response.headers.has('retry-after')
      if (isPassing) tally.unavailable += 1
      else if (response.status >= 500 || text.includes('"INTERNAL_SERVER_ERROR"')) tally.broken.push(`${response.status} ${text}`)
      else {
        tally.served += 1
        const { data, errors } = JSON.parse(text) as { data?: T | null; errors?: { extensions: { code: string } }[] }
        return { kind: 'served', answer: { data, code: errors?.[0]?.extensions.code } }
      }
      return { kind: isPassing ? 'unavailable' : 'broken' }
    } catch {
      tally.lost += 1
      return { kind: 'lost' }
    }
  }

  /** Until it is answered, or answered with an error of the 500 kind. */
  async function ask<T, V>(document: TypedDocumentNode<T, V>, variables: V, options: Ask = {}): Promise<Served<T>> {
    const deadline = performance.now() + (options.patienceMs ?? 240_000)
    for (;;) {
      const tried = await attempt(document, variables, options)
      if (tried.kind === 'served') return tried.answer
      // Counted as a loss already; asking on would only make more of them.
      if (tried.kind === 'broken') return { data: null, code: 'of the 500 kind' }
      if (performance.now() > deadline) throw new Error(`No node answered in time: ${JSON.stringify(tally)}`)
      await sleep(pauseMs)
    }
  }

  async function logIn(options: Ask = {}): Promise<AppSession> {
    const email = emails[loginCount++ % emails.length] ?? ''
    const { data, code } = await ask(LoginDocument, { input: { email, password, clientId: appId } }, options)
    const tokens = data?.login.tokens
    if (!tokens?.refreshToken) throw new Error(`A right login was answered with ${code}.`)
    const session = { refreshToken: tokens.refreshToken, accessToken: tokens.accessToken, isLoggedOut: false }
    sessions.push(session)
    return session
  }

  async function logInMany(count: number): Promise<AppSession[]> {
    const begun: AppSession[] = []
    await inParallel(
      Array.from({ length: count }, (_, n) => n),
      6,
      async () => void begun.push(await logIn()),
    )
    return begun
  }

  async function refresh(session: AppSession, options: Ask = {}): Promise<boolean> {
    const input = { refreshToken: session.refreshToken, clientId: appId }
    const { data, code } = await ask(RefreshDocument, { input }, options)
    const tokens = data?.refresh.tokens
    if (!tokens?.refreshToken) {
      tally.refused.push(String(code))
      return false
    }
    tally.refreshed += 1
    Object.assign(session, { refreshToken: tokens.refreshToken, accessToken: tokens.accessToken })
    return true
  }

  async function logOut(session: AppSession, options: Ask = {}): Promise<void> {
    const { code } = await ask(LogoutDocument, { input: {} }, { ...options, token: session.accessToken })
    // A retry whose first answer was lost finds the session ended.
    if (code !== undefined && code !== 'UNAUTHENTICATED') throw new Error(`A logout was answered with ${code}.`)
    session.isLoggedOut = true
  }

  /** Whether a node takes the token; a node's own verdict when it is named. */
  async function isAccepted(token: string, options: Ask = {}): Promise<boolean> {
    return (await ask(ViewerDocument, {}, { ...options, token })).code === undefined
  }

  async function issue(scopes: readonly string[] = ['orders:read'], options: Ask = {}): Promise<string> {
    const { data, code } = await ask(
      ClientCredentialsDocument,
      { input: { clientId: serviceId, clientSecret, scopes: [...scopes] } },
      options,
    )
    const token = data?.clientCredentials.tokens.accessToken
    if (!token) throw new Error(`A client's right secret was answered with ${code}.`)
    return token
  }

  /** How many acknowledged sessions are lost, and how many ended ones live again. */
  async function audit(): Promise<{ lostSessions: number; revivedSessions: number }> {
    let [lostSessions, revivedSessions] = [0, 0]
    await inParallel(sessions, 8, async (session) => {
      if (session.isLoggedOut) {
        const { code } = await ask(RefreshDocument, { input: { refreshToken: session.refreshToken, clientId: appId } })
        if (code !== 'INVALID_GRANT' || (await isAccepted(session.accessToken))) revivedSessions += 1
      } else if (!((await refresh(session)) && (await isAccepted(session.accessToken)))) lostSessions += 1
    })
    return { lostSessions, revivedSessions }
  }

  /** How long until a node serves a write again, in milliseconds. */
  async function timeToServe(node: number, session: AppSession, patienceMs = 120_000): Promise<number> {
    const begun = performance.now()
    await refresh(session, { node, patienceMs })
    return performance.now() - begun
  }

  return { tally, sessions, attempt, ask, logIn, logInMany, refresh, logOut, isAccepted, issue, audit, timeToServe }
}

/** Refreshes these sessions over and over, each for itself, while something is done. */
export async function underLoad<T>(app: App, sessions: readonly AppSession[], task: () => Promise<T>): Promise<T> {
  let isOver = false
  const work = async (session: AppSession) => {
    while (!isOver) {
      if (!(await app.refresh(session))) return
      if (!(await app.isAccepted(session.accessToken))) app.tally.refused.push('an access token')
    }
  }
  const working = Promise.allSettled(sessions.map(work))
  try {
    return await task()
  } finally {
    isOver = true
    const failed = (await working).find((each) => each.status === 'rejected')
    if (failed) app.tally.broken.push(String(failed.reason))
  }
}

/** Does it for each, so many at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  task: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      for (let index = next++; index < items.length; index = next++) {
        const item = items[index]
        if (item !== undefined) await task(item, index)
      }
    }),
  )
}
