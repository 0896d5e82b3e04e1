// Runs the corpus on an engine of which one file reads otherwise. A process of its own: a break may hang, or end it.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, createServerModuleRunner } from 'vite'

const root = process.argv[2]
const broken = { file: undefined, text: undefined }

const server = await createServer({
  root,
  configFile: false,
  cacheDir: mkdtempSync(join(tmpdir(), 'fieldgate-vite-')),
  logLevel: 'silent',
  ssr: { external: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  plugins: [{ name: 'break', enforce: 'pre', load: (id) => (id === broken.file ? broken.text : undefined) }],
})

process.on('message', async ({ file, text }) => {
  invalidate(broken.file)
  Object.assign(broken, { file, text })
  invalidate(file)
  process.send({ failure: await findFailure() })
})
process.send({ isReady: true })

function invalidate(file) {
  const { moduleGraph } = server.environments.ssr
  for (const module of (file && moduleGraph.getModulesByFile(file)) || []) moduleGraph.invalidateModule(module)
}

/** Every module is evaluated anew, so that nothing is remembered from another break. */
async function findFailure() {
  const runner = createServerModuleRunner(server.environments.ssr, { hmr: false })
  try {
    const { findFailure } = await runner.import(join(root, 'test/conformance/find-failure.ts'))
    return await findFailure()
  } catch (error) {
    return `the engine cannot be loaded: ${error.message}`
  } finally {
    await runner.close()
  }
}
