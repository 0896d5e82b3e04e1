import { expect, it } from 'vitest'
import { createFolder, fieldgateCommand, startProgram } from '../support/program.ts'

it.each([
  [[], ['FIELDGATE_*', '_FILE', 'fieldgate start --help']],
  [['dev'], ['FIELDGATE_PORT', 'FIELDGATE_DATA_DIR', 'FIELDGATE_DATABASE_URL', '$ FIELDGATE_PORT=4100 fieldgate dev\n']],
  [['start'], ['FIELDGATE_DATABASE_URL', 'FIELDGATE_ISSUER', 'FIELDGATE_SECRET', 'fieldgate fieldgate start\n']],
])('fieldgate %j --help tells of settings', async (command, parts) => {
  const folder = createFolder()
  const program = startProgram({ args: [fieldgateCommand, ...command, '--help'], folder: folder.path })
  expect(await program.end()).toBe(0)
  for (const part of parts) expect(program.stdout()).toContain(part)
  folder.remove()
})

it.each([
  [['explain'], 'input'],
  [['schema', 'check'], 'input'],
  [['schema', 'manifest'], 'input'],
  [['schema', 'diff'], 'input'],
  [['audit', 'verify'], 'command'],
  [['audit', 'head'], 'command'],
  [['keys', 'list'], 'command'],
  [['keys', 'rotate'], 'command'],
  [['keys', 'revoke'], 'command'],
  [['sessions', 'revoke'], 'command'],
  [['admin', 'create'], 'command'],
  [['admin', 'recover'], 'command'],
  [['import'], 'command'],
  [['users', 'import'], 'command'],
])('fieldgate %j --help begins with examples, and tells what the exit codes mean', async (command, what) => {
  const folder = createFolder()
  const program = startProgram({ args: [fieldgateCommand, ...command, '--help'], folder: folder.path })
  expect(await program.end()).toBe(0)
  const [first, example = ''] = program.stdout().split('\n')
  expect(first).toBe('Examples:')
  expect(`${example} `).toContain(`$ fieldgate ${command.join(' ')} `)
  for (const part of ['Ends with 0 ', ' 1 when ', ` 2 when the ${what} is wrong`, '--json'])
    expect(program.stdout()).toContain(part)
  folder.remove()
})
