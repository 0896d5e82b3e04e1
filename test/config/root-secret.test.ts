// How the text of the root secret becomes bytes. What is refused stands in the table of bad settings.

import { describe, expect, it } from 'vitest'
import { rootSecret } from '../../src/config/root-secret.ts'

const bytes = Buffer.from('q0pX3yUuVt1xJ8b2m5Zr7KcWnE4sHdLf-AoGiQkTjPw', 'base64url')
const words = 'Neun Bären tanzen um die alte Mühle.'
const shortWord = bytes.toString('base64url').slice(0, 32)

describe('root secret', () => {
  it.each([
    ['hexadecimal', bytes.toString('hex'), bytes],
    ['hexadecimal in capitals', bytes.toString('hex').toUpperCase(), bytes],
    ['base64', bytes.toString('base64'), bytes],
    ['base64 without padding', bytes.toString('base64').replace('=', ''), bytes],
    ['base64url', bytes.toString('base64url'), bytes],
    ['base64url with padding', `${bytes.toString('base64url')}=`, bytes],
    ['words', words, Buffer.from(words)],
    ['text in the letters of base64, too short to be it', shortWord, Buffer.from(shortWord)],
  ])('is taken as %s', (_form, text, expected) => {
    expect(rootSecret(text)).toEqual(Uint8Array.from(expected))
  })
})
