// Generates both Prisma clients from schema.prisma without a network: PostgreSQL's schema differs by its provider and output only.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

/** @param {'sqlite' | 'postgresql'} provider */
export function schemaFor(provider, source = readFileSync(join(here, 'schema.prisma'), 'utf8')) {
  return source
    .replace(/provider = "sqlite"/, `provider = "${provider}"`)
    .replace(/output( +)= ".*"/, `output$1= "${join(here, '../src/store/generated', provider)}"`)
}

function generate() {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-prisma-'))
  try {
    for (const provider of ['sqlite', 'postgresql']) {
      const schema = join(folder, `${provider}.prisma`)
      writeFileSync(schema, schemaFor(provider))
      execFileSync(process.execPath, [require.resolve('prisma/build/index.js'), 'generate', '--schema', schema], {
        cwd: join(here, '..'),
        // Generating needs no engine, but the command insists on a path to one: any executable will do.
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
        stdio: 'pipe',
      })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate()
