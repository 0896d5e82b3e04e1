// "Look at a schema before you ship it" in the README: its sample is what the command prints, and its commands are there.

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createDesk } from './run-fieldgate.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const [section = ''] = /^## Look at a schema before you ship it\n[\s\S]*?(?=^## )/m.exec(readme) ?? []
const blocks = [...section.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text = '']) => ({ language, text }))

it('has the sample that the command prints', () => {
  const [schema = '', operation = ''] = blocks.filter(({ language }) => language === 'graphql').map(({ text }) => text)
  const desk = createDesk({ 'schema.graphql': schema, 'dashboard.graphql': operation })
  const command = blocks.find(({ language }) => language === 'sh')?.text.trim() ?? ''
  const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
  expect(args.shift()).toBe('fieldgate')
  const { code, stdout } = desk.fieldgate(args)
  expect({ code, stdout }).toEqual({ code: 1, stdout: blocks.find(({ language }) => language === '')?.text })

  desk.write('old.graphql', schema)
  desk.write('new.graphql', schema)
  const commands = [...section.matchAll(/^\| `fieldgate (schema [^`]*)`/gm)].map(([, text = '']) => text.split(' '))
  expect(commands).toHaveLength(4)
  for (const each of commands) expect([each, desk.fieldgate(each).code]).toEqual([each, 0])
})
