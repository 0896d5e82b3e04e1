// `fieldgate dev` in a folder of its own, and what it tells of itself.

import { fieldgateCommand, type Program, startProgram } from './program.ts'

export interface DemoFacts {
  readonly graphqlUrl: string
  readonly clientId: string
  readonly user: { readonly email: string; readonly password: string; readonly scopes: readonly string[] }
  readonly admin: { readonly email: string; readonly password: string }
  readonly serviceClient: { readonly clientId: string; readonly clientSecret: string }
}

export interface Demo {
  readonly program: Program
  readonly facts: DemoFacts
  readonly issuer: string
}

/** Starts it on a free port with its data below the folder, and waits until it is ready. */
export async function startDemo(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const program = startProgram({
    args: [fieldgateCommand, 'dev', '--json'],
    folder,
    environment: { FIELDGATE_PORT: '0', ...environment },
  })
  const [line] = await program.waitFor('stdout', /^.*\n/)
  const facts = JSON.parse(line) as DemoFacts
  return { program, facts, issuer: facts.graphqlUrl.slice(0, -'/graphql'.length) }
}
