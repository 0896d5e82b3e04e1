// Where the server listens, and what to do when it cannot.

import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { ConfigError } from '../errors.ts'

/**
 * Starts to listen and returns the URL, as in `http://127.0.0.1:4000`.
 *
 * @param setting names the port to whoever has to change it
 * @throws {ConfigError} the host is not of this machine, or the port is for the privileged
 * @throws {Error} the port is taken
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: Pick<Config, 'host' | 'port'>,
  setting = 'FIELDGATE_PORT',
): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw explain(error, setting)
  }
  const address = app.server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}

function explain(error: unknown, setting: string): unknown {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return new Error(`The port is taken. Set ${setting} to another one.`, { cause: error })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError([
        'FIELDGATE_HOST is no address of this machine. Set it to one that is, such as 127.0.0.1, or to 0.0.0.0 for all of them.',
      ])
    case 'EACCES':
      return new ConfigError([`${setting} is one that this user may not listen on. Set it to 1024 or more.`])
    default:
      return error
  }
}
