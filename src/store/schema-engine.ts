// Prisma's own migration engine, run in WebAssembly through a driver adapter: no binary is downloaded or started.

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

export type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'

type Exports = Readonly<Record<string, unknown>>

// TypeScript describes WebAssembly only together with the browser's types; this is the part used here.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: { exports: Exports } }>
}

interface Linked {
  __wbg_set_wasm(exports: Exports): void
  SchemaEngine: { new (): never; new: typeof SchemaEngine.new }
}

let linked: Promise<Linked> | undefined

/**
 * Runs a task with a migration engine over a driver adapter, and closes the engine and its connections afterwards.
 *
 * @param adapter the database, as Prisma's driver adapters reach it
 */
export async function withSchemaEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  task: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  linked ??= link()
  const { SchemaEngine } = await linked
  const connections: SqlDriverAdapter[] = []
  // The engine never closes its connection, and on SQLite that one keeps an exclusive lock.
  const connect = async () => {
    const connection = await adapter.connect()
    connections.push(connection)
    return connection
  }
  const { provider, adapterName } = adapter
  const tracked = { provider, adapterName, connect, connectToShadowDb: () => adapter.connectToShadowDb() }
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(tracked))
  try {
    return await task(engine)
  } finally {
    engine.free()
    for (const connection of connections) await connection.dispose()
  }
}

// The package's own entry point imports the .wasm file as a module, which Node does only behind a flag.
async function link(): Promise<Linked> {
  const script = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(fileURLToPath(script.replace(/\.js$/, '.wasm')))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings })
  const glue = bindings as unknown as Linked
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
  return glue
}
