// The house: which folder may know which, read from the import statements of every file in src, type imports included.

import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Rooms: the folders of src, and the files that stand beside them. Each may import from those listed, and from itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  // It shows what review/ finds, and names the library's types for that.
  cli: [
    'main',
    'config',
    'http',
    'graphql',
    'administration',
    'authorization-server',
    'store',
    'review',
    'resource-server',
    'token',
    'scope',
    'errors',
  ],
  main: [
    'metrics',
    'telemetry',
    'config',
    'http',
    'graphql',
    'administration',
    'authorization-server',
    'store',
    'token',
    'scope',
    'errors',
  ],
  http: ['config', 'graphql', 'telemetry', 'administration', 'authorization-server', 'token', 'scope', 'errors'],
  graphql: ['telemetry', 'administration', 'authorization-server', 'apollo', 'resource-server', 'token', 'scope', 'errors'],
  administration: ['authorization-server', 'token', 'scope', 'errors'],
  'authorization-server': ['token', 'scope', 'errors'],
  store: ['administration', 'authorization-server', 'errors'],
  config: ['errors'],
  metrics: [],
  telemetry: [],
  // Beside the library and not in it: servers that enforce rules do not load what explains them.
  review: ['resource-server', 'scope', 'errors'],
  apollo: ['resource-server'],
  yoga: ['resource-server'],
  mercurius: ['resource-server', 'token'],
  testing: ['token', 'scope'],
  'resource-server': ['token', 'scope', 'errors'],
  token: ['scope', 'errors'],
  scope: [],
  errors: [],
}

/** Rooms of which only the interfaces are known: `import type`, and nothing at run time. */
const typesOnly: readonly (readonly [room: string, target: string])[] = [
  ['store', 'administration'],
  ['store', 'authorization-server'],
  ['apollo', '@apollo/server'],
  ['yoga', '@envelop/core'],
  ['mercurius', 'mercurius'],
  ['mercurius', 'fastify'],
]

/** Each outside package has its home; types of it are no exception. */
const homes: Readonly<Record<string, readonly string[]>> = {
  'prom-client': ['metrics'],
  '@apollo/server': ['graphql', 'http', 'apollo'],
  '@as-integrations/fastify': ['http'],
  '@envelop/core': ['yoga'],
  '@noble/hashes': ['token'],
  '@opentelemetry/api': ['telemetry'],
  '@node-rs/argon2': ['authorization-server'],
  '@prisma/adapter-better-sqlite3': ['store'],
  '@prisma/adapter-pg': ['store'],
  '@prisma/driver-adapter-utils': ['store'],
  '@prisma/schema-engine-wasm': ['store'],
  '@zxcvbn-ts/language-common': ['authorization-server'],
  'better-sqlite3': ['store'],
  commander: ['cli'],
  'csv-parse': ['administration'],
  dataloader: ['graphql'],
  fastify: ['http', 'mercurius'],
  graphql: ['graphql', 'http', 'apollo', 'yoga', 'mercurius', 'resource-server', 'review'],
  'graphql-scalars': ['graphql'],
  mercurius: ['mercurius'],
  paseto: ['token'],
  pg: ['store'],
  pino: ['http', 'main', 'cli'],
  'reflect-metadata': ['graphql'],
  'type-graphql': ['graphql'],
  yaml: ['administration'],
}

/** Imported by the generated clients of store/ alone. */
const usedByGeneratedCode = ['@prisma/client']

/** The half of token/ that makes tokens; whoever checks them must not load it. */
const signing = [
  'token/sign.ts',
  'token/sign-revocation-page.ts',
  'token/sign-audit-mark.ts',
  'token/sign-webhook-delivery.ts',
  'token/sign-v4-public.ts',
  'token/signing-key.ts',
  'token/pie.ts',
  'token/sealed-text.ts',
  'token/derive-key.ts',
  'token/xchacha20.ts',
]

/** What node does with private keys, and so what only files of that half may ask of it. */
const takesPrivateKeys = /import\s*\{[^}]*\b(sign|createSign|createPrivateKey|generateKeyPair)\b[^}]*\}\s*from 'node:crypto'/

const forbiddenNames = /^(utils?|helpers?|common|core|lib|misc|services?|managers?)$/
const maxLines = 300

interface Import {
  readonly file: string
  readonly specifier: string
  readonly isTypeOnly: boolean
  /** The file, or the package, that is meant. */
  readonly target: string
}

interface SourceFile {
  /** Below src, as in `token/verify.ts`. */
  readonly path: string
  readonly room: string
  readonly text: string
  readonly imports: readonly Import[]
}

const src = new URL('../src/', import.meta.url).pathname
const files = readSourceFiles()
const imports = files.flatMap((file) => file.imports.map((found) => ({ ...found, room: file.room })))

describe('the arrows', () => {
  it('are known for every room', () => {
    expect([...new Set(files.map(({ room }) => room))].sort()).toEqual(Object.keys(arrows).sort())
  })

  it.each(Object.entries(arrows))('lead from %s to nothing but %j', (room, allowed) => {
    const found = imports.filter((each) => each.room === room && isLocal(each) && roomOf(each.target) !== room)
    expect(tell(found.filter(({ target }) => !allowed.includes(roomOf(target))))).toEqual([])
  })

  it.each(typesOnly)('lead from %s to %s for types alone', (room, target) => {
    const leaving = imports.filter((each) => each.room === room && !(isLocal(each) && roomOf(each.target) === room))
    const found = leaving.filter((each) => (isLocal(each) ? roomOf(each.target) : packageOf(each)) === target)
    expect(found).not.toEqual([])
    expect(tell(found.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([])
  })

  it('make no circle, not even of types', () => {
    expect(findCycle()).toBeUndefined()
  })

  it('never lead from what verifies tokens to what signs them', () => {
    const reached = reachedFrom(files.filter(({ room }) => room === 'resource-server').map(({ path }) => path))
    expect(signing.filter((path) => !files.some((file) => file.path === path))).toEqual([])
    expect(signing.filter((path) => reached.has(path))).toEqual([])
    const signers = files.filter(({ text }) => takesPrivateKeys.test(text)).map(({ path }) => path)
    expect(signers).toEqual(['token/sign-v4-public.ts', 'token/signing-key.ts'])
  })

  it('never lead to an index.ts, which is for callers outside', () => {
    expect(tell(imports.filter(({ target }) => target.endsWith('index.ts')))).toEqual([])
    const entryPoints = files.filter(({ path }) => path.endsWith('index.ts')).map(({ path }) => path)
    expect(entryPoints).toEqual(['apollo', 'mercurius', 'resource-server', 'testing', 'yoga'].map((room) => `${room}/index.ts`))
  })
})

describe('outside packages', () => {
  const outside = imports.filter((each) => !isLocal(each) && !isBuiltin(each))

  it('are imported at home only', () => {
    expect(tell(outside.filter((each) => !homes[packageOf(each)]?.includes(each.room)))).toEqual([])
  })

  it('are those of package.json, and each is used', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(src, '../package.json'), 'utf8')) as Record<
      string,
      object
    >
    const used = [...new Set([...outside.map(packageOf), ...usedByGeneratedCode])].sort()
    expect(used).toEqual([...Object.keys(homes), ...usedByGeneratedCode].sort())
    expect(used).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort())
  })

  it('are unknown to scope and errors, and so is Node', () => {
    expect(tell(imports.filter(({ room, target }) => ['scope', 'errors'].includes(room) && roomOf(target) !== room))).toEqual([])
  })
})

describe('files', () => {
  it('have names that say something', () => {
    const names = files.flatMap(({ path }) => path.split('/').map((part) => part.replace(/\.ts$/, '')))
    expect(names.filter((name) => forbiddenNames.test(name))).toEqual([])
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([])
  })

  it(`have at most ${maxLines} lines`, () => {
    expect(files.filter(({ text }) => text.trimEnd().split('\n').length > maxLines).map(({ path }) => path)).toEqual([])
  })

  it.each([
    ['the environment', /\bprocess\s*\.\s*env\b(?!:)/, ['cli']],
    ['decorators', /^\s*@[A-Z]\w*\(/m, ['graphql']],
  ])('that use %s are in their own room', (_what, pattern, rooms) => {
    const found = files.filter(({ text }) => pattern.test(withoutComments(text)))
    expect([...new Set(found.map(({ room }) => room))]).toEqual(rooms)
  })
})

function readSourceFiles(): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('generated'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(src, path), 'utf8')
      return { path, room: roomOf(path), text, imports: readImports(path, text) }
    })
}

function readImports(file: string, text: string): Import[] {
  const code = withoutComments(text)
  const statements = [
    ...code.matchAll(/^(?:import|export)\s(?<clause>[^'";=]*?)\bfrom\s+'(?<specifier>[^']+)'/gm),
    ...code.matchAll(/^import\s+'(?<specifier>[^']+)'/gm),
    ...code.matchAll(/\bimport\(\s*'(?<specifier>[^']+)'/g),
  ]
  return statements.map(({ groups: { clause = '', specifier = '' } = {} }) => ({
    file,
    specifier,
    isTypeOnly: isTypeClause(clause),
    target: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier,
  }))
}

function isTypeClause(clause: string): boolean {
  const names = /^\{(.*)\}\s*$/s.exec(clause.trim())?.[1]?.split(',') ?? []
  return /^type\b/.test(clause.trim()) || (names.length > 0 && names.every((name) => /^\s*(type\s|$)/.test(name)))
}

function withoutComments(text: string): string {
  return text.replace(/^\s*(\/\/.*|\/\*\*?[\s\S]*?\*\/)/gm, '')
}

function roomOf(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.ts$/, '')
}

function isLocal({ specifier }: Import): boolean {
  return specifier.startsWith('.')
}

function isBuiltin({ specifier }: Import): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

function packageOf({ specifier }: Import): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function tell(found: readonly Import[]): string[] {
  return found.map(({ file, specifier }) => `${file} imports ${specifier}`)
}

function localImportsOf(path: string): Import[] {
  return (files.find((file) => file.path === path)?.imports ?? []).filter(isLocal)
}

/** The files that are loaded with these. */
function reachedFrom(starts: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>()
  const visit = (path: string) => {
    if (reached.has(path)) return
    reached.add(path)
    for (const { target, isTypeOnly } of localImportsOf(path)) if (!isTypeOnly) visit(target)
  }
  starts.forEach(visit)
  return reached
}

function findCycle(): string[] | undefined {
  const finished = new Set<string>()
  const search = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (finished.has(path)) return undefined
    for (const { target } of localImportsOf(path)) {
      const cycle = search(target, [...trail, path])
      if (cycle) return cycle
    }
    finished.add(path)
    return undefined
  }
  for (const { path } of files) {
    const cycle = search(path, [])
    if (cycle) return cycle
  }
  return undefined
}
