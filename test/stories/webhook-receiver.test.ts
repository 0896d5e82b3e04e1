// The receiver of docs/operate.md as a program of its own, beside a service that calls it.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { CreateWebhookDocument, LoginDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, startTestService } from '../support/service.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const [section = ''] = /^## Webhooks\n[\s\S]*?(?=^## )/m.exec(readFileSync(`${root}docs/operate.md`, 'utf8')) ?? []
const [, program = ''] = /^```js\n([\s\S]*?)^```$/m.exec(section) ?? []

it('The receiver of docs/operate.md hears of a failed login, and refuses what nobody signed', async () => {
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  const environment = { FIELDGATE_ALLOW_PRIVATE_WEBHOOKS: 'true', FIELDGATE_PORT: String(port), FIELDGATE_ISSUER: issuer }
  const service = await startTestService({ engine: 'sqlite', environment })
  // The receiver has the time of day.
  service.clock.advance((Date.now() - service.clock.now().getTime()) / 1000)
  const url = `http://127.0.0.1:${await freePort()}/fieldgate`
  const { PATH = '' } = process.env
  // From the folder of the package, where its own name leads to it.
  const receiver = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    env: { PATH, FIELDGATE_ISSUER: issuer, WEBHOOK_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    let heard = ''
    receiver.stdout.setEncoding('utf8').on('data', (text: string) => {
      heard += text
    })
    const clientId = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    const { email } = await addUser(service, { scopes: ['*'] })
    const logIn = (given: string) => service.send(LoginDocument, { input: { email, password: given, clientId } })
    const { data } = await logIn(password)
    const input = { url, eventTypes: ['login.failed'] }
    await service.send(CreateWebhookDocument, { input }, data?.login.tokens.accessToken)
    await expect.poll(() => fetch(url).catch(() => undefined), { timeout: 50_000 }).toBeDefined()
    await logIn('not the right password')
    await expect.poll(() => heard, { timeout: 50_000 }).toMatch(/^\d+ login\.failed \{"reason":"[a-z_ ]+"\}\n$/)
    const post = (body: string | undefined) => fetch(url, { method: 'POST', ...(body !== undefined && { body }) })
    expect((await post('v4.public.forged')).status).toBe(400)
    expect((await post('x'.repeat(2 ** 20 + 1))).status).toBe(413)
  } finally {
    receiver.kill()
    await service.stop()
  }
}, 120_000)

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
