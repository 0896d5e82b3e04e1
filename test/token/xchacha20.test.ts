import { describe, expect, it } from 'vitest'
import { xchacha20 } from '../../src/token/xchacha20.ts'

describe('xchacha20', () => {
  // draft-irtf-cfrg-xchacha-03 appendix A.3.2.1, key and nonce; the text is its first line.
  const key = Buffer.from('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f', 'hex')
  const nonce = Buffer.from('404142434445464748494a4b4c4d4e4f5051525354555658', 'hex')

  it('agrees with the draft', () => {
    const text = Buffer.from('The dhole (pronounced "dole") is also known as the Asiatic wild dog')
    expect(xchacha20(text, key, nonce).toString('hex')).toMatch(
      /^4559abba4e48c16102e8bb2c05e6947f50a786de162f9b0b7e592a9b53d0d4e9/,
    )
  })

  it('takes itself back', () => {
    const text = Buffer.from('some text')
    expect(xchacha20(xchacha20(text, key, nonce), key, nonce)).toEqual(text)
  })
})
