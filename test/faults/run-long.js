// The long run: every fault with its full count, a million mutated tokens, and the oracle with 100,000 cases: `npm run test:long`.
//
// Arguments are pieces of file names: only those tests are run. Prints a table at the end, and ends with 1 if anything was lost.

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'fieldgate-long-'))
const report = join(folder, 'report.jsonl')
const asked = process.argv.slice(2)
const isAsked = (file) => asked.length === 0 || asked.some((piece) => file.includes(piece))
const faults = readdirSync(join(root, 'test/faults'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/faults/${name}`)
const oracleCases = process.env.FIELDGATE_ORACLE_CASES ?? '100000'
/** What is run; those that write no lines of their own have one here. */
const parts = [
  { files: faults },
  { files: ['test/token/mutation.test.ts'], what: 'mutated tokens', tried: '1,000,000 tokens' },
  { files: ['test/resource-server/oracle.test.ts'], what: 'the gate against its oracle', tried: `${oracleCases} cases` },
]
const environment = {
  ...process.env,
  FIELDGATE_LONG: '1',
  FIELDGATE_LONG_REPORT: report,
  FIELDGATE_ORACLE_CASES: oracleCases,
}

const lines = []
let isLost = false
try {
  for (const { files, what, tried } of parts) {
    const chosen = files.filter(isAsked)
    if (chosen.length === 0) continue
    const isGreen = await runTests(chosen)
    isLost ||= !isGreen
    if (what !== undefined) lines.push({ what, tried, measured: '', lost: isGreen ? [] : [['failed', 1]] })
  }
  printTable([...readReport(), ...lines])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = isLost ? 1 : 0

function readReport() {
  try {
    return readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  } catch {
    return []
  }
}

function printTable(rows) {
  console.log('\n| what | tried | survived | losses |\n| --- | --- | --- | --- |')
  for (const { what, tried, measured, lost } of rows) {
    const told = lost.map(([name, count]) => `${name} ${count}`).join(', ')
    console.log(`| ${what} | ${tried} | ${lost.length === 0 ? 'yes' : 'NO'}${measured ? `; ${measured}` : ''} | ${told || '0'} |`)
  }
  console.log(`\n${isLost ? 'Something was lost, or a test did not finish: see above.' : 'Nothing was lost.'}`)
}

/** One file at a time: each measures, and two cores are not many. */
function runTests(files) {
  return new Promise((resolve) => {
    const args = ['node_modules/vitest/vitest.mjs', 'run', ...files, '--no-file-parallelism']
    spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: environment }).on('close', (code) => resolve(code === 0))
  })
}
