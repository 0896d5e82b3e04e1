// Each face of the package loads alone: with every package of the other faces out of reach.

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = new URL('../', import.meta.url)
const { dependencies, peerDependencies, exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
  exports: Record<string, { types: string; default: string } | string>
}

/** What tokens are verified with, and the peer of all; everything else belongs to the service, or to one adapter's server. */
const packagesOfLibrary = ['@noble/hashes', 'paseto', 'graphql']
const servers = ['graphql-yoga', 'graphql-http']
const blocked = Object.keys({ ...dependencies, ...peerDependencies })
  .concat(servers)
  .filter((name) => !packagesOfLibrary.includes(name))

const hooks = `
  const blocked = ${JSON.stringify(blocked)}
  export async function resolve(specifier, context, next) {
    if (blocked.some((name) => specifier === name || specifier.startsWith(name + '/'))) throw new Error('Out of reach: ' + specifier)
    return next(specifier, context)
  }`
const setup = `import { register } from 'node:module'; register(${JSON.stringify(asUrl(hooks))})`

const subpaths: readonly (readonly [subpath: string, names: readonly string[]])[] = [
  ['./resource-server', ['accessTokenOf', 'createGate', 'createHandlerOptions', 'createTokenVerifier', 'directiveTypeDefs']],
  ['./apollo', ['accessTokenOf', 'fieldgate']],
  ['./yoga', ['accessTokenOf', 'useFieldgate']],
  ['./mercurius', ['accessTokenOf', 'fieldgate']],
  ['./testing', ['accessToken']],
]

describe('the package', () => {
  it('has exactly these entry points, and their files exist', () => {
    const { './package.json': self, ...entries } = exports
    expect(self).toBe('./package.json')
    expect(Object.keys(entries).sort()).toEqual(subpaths.map(([subpath]) => subpath).sort())
    const files = Object.values(entries).flatMap((entry) => Object.values(entry))
    expect(files.filter((file) => !existsSync(new URL(file, root)))).toEqual([])
  })

  it('carries no source map, whose source would be missing', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: fileURLToPath(root) })
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
    expect(files.map(({ path }) => path).filter((path) => path.endsWith('.map'))).toEqual([])
  })

  it.each(subpaths)('loads %s without the packages of the service', async (subpath, names) => {
    const loaded = await load(subpath.replace('.', 'fieldgate'))
    expect(loaded).toEqual({ names: expect.arrayContaining([...names]) })
  })

  it.each(['./dist/main.js', './dist/graphql/schema.js', './dist/http/server.js', './dist/store/store.js'])(
    'cannot load %s that way, so the packages really are out of reach',
    async (file) => {
      expect(await load(file)).toEqual({ failure: expect.stringContaining('Out of reach: ') })
    },
  )

  it('keeps these out of reach', () => {
    const service = [
      '@apollo/server',
      'type-graphql',
      '@prisma/client',
      'fastify',
      'better-sqlite3',
      'pg',
      '@as-integrations/fastify',
    ]
    expect(blocked).toEqual(expect.arrayContaining([...service, ...servers, '@envelop/core', 'mercurius']))
  })
})

async function load(specifier: string): Promise<{ names: string[] } | { failure: string }> {
  const script = `const loaded = await import(${JSON.stringify(specifier)}); console.log(JSON.stringify(Object.keys(loaded)))`
  const args = ['--import', asUrl(setup), '--input-type=module', '--eval', script]
  try {
    const { stdout } = await run(process.execPath, args, { cwd: fileURLToPath(root) })
    return { names: JSON.parse(stdout) as string[] }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

function asUrl(script: string): string {
  return `data:text/javascript,${encodeURIComponent(script)}`
}
