import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDocument, maxDocumentBytes } from '../../../src/administration/configuration/document-text.ts'
import { readDocument } from '../../../src/administration/configuration/read-document.ts'
import { DocumentError } from '../../../src/errors.ts'
import { client, document, role, scope } from './documents.ts'

const read = (text: string) => readDocument(Buffer.from(text))
function mistakesOf(text: string | Uint8Array): readonly string[] {
  try {
    readDocument(typeof text === 'string' ? Buffer.from(text) : text)
  } catch (error) {
    if (error instanceof DocumentError) return error.mistakes
    throw error
  }
  return []
}

describe('a document', () => {
  it.each(['yaml', 'json'] as const)('is the same after it was written as %s and read', (format) => {
    const whole = document({ sealedSecrets: 'fieldgate-secrets.v1.AAAA' })
    expect(read(formatDocument(whole, format))).toEqual(whole)
  })

  it('keeps every text that can be stored, in both formats', () => {
    const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
    const special = fc.constantFrom(
      'yes',
      'null',
      '~',
      '0x10',
      '1e3',
      '- a',
      'a: b',
      '#',
      ' a',
      'a ',
      '\u2028',
      '\u0085',
      '<<',
      '"\\',
    )
    fc.assert(
      fc.property(fc.oneof(storable, special), fc.constantFrom('yaml', 'json'), (text, format) => {
        const whole = document({ scopes: [scope({ description: text })], clients: [client({ name: text, description: text })] })
        expect(read(formatDocument(whole, format as 'yaml' | 'json'))).toEqual(whole)
      }),
    )
  })

  it('may leave out whole parts, and nothing else', () => {
    expect(read('formatVersion: 1')).toEqual({})
    expect(read('{"formatVersion": 1,\n\t"roles": []}')).toEqual({ roles: [] })
    expect(mistakesOf('formatVersion: 1\nscopes: [{name: a}]')).toEqual([
      'scopes[0].description: this is missing.',
      'scopes[0].implies: this is missing.',
      'scopes[0].isDefault: this is missing.',
    ])
  })

  it('tells every mistake at once, each with its place', () => {
    const whole = {
      formatVersion: 1,
      ...document({
        scopes: [scope(), { ...scope(), isDefault: 'yes' as never }],
        roles: [role({ id: 'rol_1' }), role({ scopes: ['a', 7 as never] })],
        clients: [client({ grantTypes: ['CODE' as never], accessTokenLifetimeSeconds: 1.5 }), { ...client(), more: 1 } as never],
      }),
    }
    expect(mistakesOf(JSON.stringify(whole))).toEqual([
      'scopes[1].isDefault: this must be true or false.',
      'roles[0].id: an id is "rol_" and a UUID in lower case, as in rol_0190d6c8-….',
      'roles[1].scopes[1]: this must be a text; put it in quotes if it is meant to be one.',
      'clients[0].grantTypes[0]: this must be one of PASSWORD, REFRESH_TOKEN, CLIENT_CREDENTIALS, TOKEN_EXCHANGE.',
      'clients[0].accessTokenLifetimeSeconds: this must be a whole number.',
      'clients[1].more: there is no such key.',
      'scopes[1].name: another one has the same.',
      'roles[1].name: another one has the same.',
      'clients[1].id: another one has the same.',
    ])
  })

  it.each([
    ['nothing', '', ['The document: this must be a mapping of keys to values.']],
    ['a list', '[]', ['The document: this must be a mapping of keys to values.']],
    ['a later version', 'formatVersion: 2', ['formatVersion: this version of Fieldgate reads 1 alone.']],
    ['__proto__', '{"formatVersion": 1, "__proto__": {"roles": []}}', ['__proto__: there is no such key.']],
    ['constructor', 'formatVersion: 1\nconstructor: 1', ['constructor: there is no such key.']],
    ['a key twice', '{"formatVersion": 1, "roles": [], "roles": []}', ['roles: the key is there twice.']],
    ['a key twice, deep inside', 'formatVersion: 1\nroles: [{name: a, name: b}]', ['roles[0].name: the key is there twice.']],
    ['an alias', 'formatVersion: 1\nroles: &a []\nscopes: *a', [/^roles: anchors/, /^scopes: aliases/]],
    ['a merge', 'formatVersion: 1\n<<: {roles: []}', ['"<<": there is no such key.']],
    ['a tag', 'formatVersion: !!int 1', [/^formatVersion: tags/]],
    ['a tag of its own', 'formatVersion: 1\nroles: !js/function []', [/^roles: tags/]],
    ['a tag on a key', '!!str formatVersion: 1', [/every key must be a plain text/]],
    ['a key that is a list', 'formatVersion: 1\n? [a]\n: 1', [/every key must be a plain text/]],
    ['two documents', 'formatVersion: 1\n---\nformatVersion: 1', [/^line \d, column \d: .*multiple documents/]],
    ['half of a surrogate pair', '{"formatVersion": 1, "sealedSecrets": "\\ud800"}', [/^sealedSecrets: .*surrogate/]],
    ['a NUL', '{"formatVersion": 1, "sealedSecrets": "a\\u0000"}', [/^sealedSecrets: NUL/]],
    ['broken syntax', 'formatVersion: [1', [/^line 1, column \d+: /]],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff]), ['The document is no text in UTF-8.']],
    ['more than 10 MiB', Buffer.alloc(maxDocumentBytes + 1, 0x20), ['The document is larger than 10 MiB.']],
    ['brackets without end', '['.repeat(5_000_000), ['The document is nested too deeply.']],
    ['braces without end', '{a: '.repeat(1_000_000), ['The document is nested too deeply.']],
    ['dashes without end', '- '.repeat(1_000_000), ['The document is nested too deeply.']],
    ['question marks without end', '? '.repeat(1_000_000), ['The document is nested too deeply.']],
    ['blocks in blocks', Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), [/nested too deeply/]],
    ['anchors without end', '&a '.repeat(1_100_000), ['The document holds too many values.']],
  ])('is refused with %s', (_what, text, expected) => {
    const mistakes = mistakesOf(text)
    for (const [index, each] of expected.entries())
      expect(mistakes[index]).toEqual(each instanceof RegExp ? expect.stringMatching(each) : each)
    expect(mistakes.every((line) => !line.includes('\n'))).toBe(true)
  })
})
