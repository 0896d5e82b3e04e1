// Breaks the engine in a copy of the repository, one break at a time, and tells which ones no test notices: `npm run test:breaks`.
//
// Arguments are pieces of file names, rules or old texts: only breaks that hold one of them are tried. With `--corpus` only the corpus is run.

import { fork, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** What takes so much longer than unbroken hangs. */
const slowdown = 8
const shortestLimitSeconds = 60
const limitsSeconds = new Map()

const oracle = ['test/resource-server/oracle.test.ts']
const scopes = ['test/scope']
const streams = [
  'test/resource-server/subscription.test.ts',
  'test/resource-server/gate-options.test.ts',
  'test/conformance/start-and-end.test.ts',
]
const engine = ['gate', 'abstract-types', 'requirements', 'schema-rules', 'subscription', 'decide', 'gate-options'].map(
  (name) => `test/resource-server/${name}.test.ts`,
)
const visible = ['test/conformance/visible.test.ts', 'test/resource-server/visible-schema.test.ts']
const needed = [
  'test/conformance/needed-scopes.test.ts',
  'test/resource-server/required-scopes.test.ts',
  'test/resource-server/minimal-sets.test.ts',
]

/** Where a break shows best, if not in the test of the same name. */
const nearest = {
  'reach.ts': visible,
  'visible-fields.ts': visible,
  'visible-introspection.ts': visible,
  'required-scopes.ts': needed,
  'minimal-sets.ts': needed,
  'gated-subscription.ts': streams,
  'create-gate.ts': streams,
  'template.ts': ['test/scope/template.test.ts', ...visible],
}

const copy = mkdtempSync(join(tmpdir(), 'fieldgate-breaks-'))
for (const name of ['src', 'test', 'package.json', 'tsconfig.json'])
  cpSync(join(root, name), join(copy, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
writeFileSync(
  join(copy, 'vitest.config.js'),
  `export default {
    cacheDir: ${JSON.stringify(join(copy, '.cache'))},
    resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
    test: { include: ['test/**/*.test.ts'], maxWorkers: 1, bail: 1, testTimeout: 20_000 },
  }`,
)

const { module } = await runnerImport(join(root, 'test/conformance/breaks.ts'))
const isCorpusAlone = process.argv.includes('--corpus')
const asked = process.argv.slice(2).filter((argument) => argument !== '--corpus')
const breaks = module.breaks.filter(
  (each) => asked.length === 0 || asked.some((piece) => [each.file, each.rule, each.old].some((text) => text.includes(piece))),
)

const corpusProcess = createCorpusProcess()
try {
  const unbroken =
    (await corpusProcess.ask('', '')) ?? (await findRed([...new Set(breaks.flatMap(({ file }) => stagesFor(file)))]))
  if (unbroken) throw new Error(`Nothing is broken, and yet this is red: ${unbroken}. Mend that first.`)
  const green = []
  for (const [index, each] of breaks.entries()) {
    const file = join(copy, each.file)
    const text = readFileSync(file, 'utf8')
    const broken = text.replace(each.old, () => each.new)
    let red = await corpusProcess.ask(file, broken)
    if (!red) {
      writeFileSync(file, broken)
      red = await findRed(stagesFor(each.file))
      writeFileSync(file, text)
    }
    if (!red) green.push(each)
    console.log(
      `${index + 1}/${breaks.length} ${red ? 'red  ' : 'GREEN'} ${basename(each.file)}: ${each.rule}${red ? ` (${red})` : ''}`,
    )
  }
  console.log(`\n${breaks.length - green.length} of ${breaks.length} breaks turn a test red.`)
  for (const each of green) console.log(`\nStays green: ${each.file}\n  ${each.rule}\n- ${each.old}\n+ ${each.new}`)
  process.exitCode = green.length > 0 ? 1 : 0
} finally {
  corpusProcess.stop()
  rmSync(copy, { recursive: true, force: true })
}

/** The corpus is quick, so it is asked first, in one process for many breaks. What hangs or ends the process is red. */
function createCorpusProcess() {
  let child
  const start = () => {
    child = fork(join(root, 'test/conformance/try-corpus.js'), [copy], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const started = child
    started.on('error', () => started.kill('SIGKILL'))
    started.on('exit', () => {
      if (child === started) child = undefined
    })
    return answerOf(started)
  }
  return {
    async ask(file, text) {
      if (!child) await start()
      const asked = child
      if (!asked) throw new Error('The process for the corpus does not start.')
      asked.send({ file, text })
      const answer = await answerOf(asked)
      if (answer) return answer.failure
      asked.kill('SIGKILL')
      child = undefined
      return 'the corpus hangs, or ends its process'
    },
    stop: () => child?.kill('SIGKILL'),
  }
}

/** Undefined if none comes. */
function answerOf(child) {
  return new Promise((resolve) => {
    const settle = (answer) => {
      clearTimeout(timer)
      child.off('message', settle).off('exit', fail)
      resolve(answer)
    }
    const fail = () => settle(undefined)
    const timer = setTimeout(fail, shortestLimitSeconds * 1000)
    child.on('message', settle).on('exit', fail)
  })
}

/** From the tests that notice most to those that notice the rest; the first red one settles it. */
function stagesFor(file) {
  if (isCorpusAlone) return []
  const near = nearest[basename(file)] ?? ownTest(file)
  const wider = file.startsWith('src/scope/') ? [scopes] : [engine, oracle]
  return near ? [near, ...wider] : wider
}

function ownTest(file) {
  const own = file.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts')
  nearest[basename(file)] = existsSync(join(root, own)) ? [own] : undefined
  return nearest[basename(file)]
}

async function findRed(chosen) {
  for (const files of chosen) {
    if (!(await isGreen(files))) return files.join(' ')
  }
  return undefined
}

/** A test that hangs is red too. */
function isGreen(files) {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', ...files, '--reporter=dot', '--config', 'vitest.config.js'],
      {
        cwd: copy,
        stdio: 'ignore',
        detached: true,
        env: { ...process.env, FIELDGATE_ORACLE_CASES: '200' },
      },
    )
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), (limitsSeconds.get(files) ?? 600) * 1000)
    child.on('close', (code) => {
      clearTimeout(timer)
      if (!limitsSeconds.has(files)) {
        limitsSeconds.set(files, Math.max(shortestLimitSeconds, (slowdown * (performance.now() - startedAt)) / 1000))
      }
      resolve(code === 0)
    })
  })
}
