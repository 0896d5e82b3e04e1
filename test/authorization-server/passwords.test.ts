import { describe, expect, it } from 'vitest'
import { assertAcceptablePassword, assertHashable, createPasswords } from '../../src/authorization-server/passwords.ts'
import { BadUserInputError, InternalError } from '../../src/errors.ts'
import { cheapArgon2 } from '../support/authority.ts'
import { faceOf } from '../support/refusal.ts'

const email = 'zoe@example.com'
const judge = (password: string) => {
  try {
    assertAcceptablePassword('newPassword', password, email)
    return 'fine'
  } catch (error) {
    if (!(error instanceof BadUserInputError) || error.extensions.field !== 'newPassword') throw error
    if (error.message.includes('at most 1024')) return 'too long'
    return error.message.includes('at least 12') ? 'too short' : 'too easy'
  }
}

describe('a new password', () => {
  it.each([
    ['twelve characters', 'qzvkwjxhpbmf', 'fine'],
    ['eleven characters', 'qzvkwjxhpbm', 'too short'],
    ['nothing', '', 'too short'],
    ['twelve characters of which six are two units long', 'qzvkwj😀😁😂🤣😃😄', 'fine'],
    ['eleven characters, fourteen before they are composed', 'qzvkwjxhe\u0301u\u0308o\u0302', 'too short'],
    ['1,024 characters', 'qzvk wjxh pbmf tgyd '.repeat(52).slice(0, 1_024), 'fine'],
    ['1,025 characters', 'qzvk wjxh pbmf tgyd '.repeat(52).slice(0, 1_025), 'too long'],
    ['a few words, with blanks', 'correct horse battery staple', 'fine'],
    ['letters of another script', 'верблюд стол окно', 'fine'],
    ['lower case alone', 'unusualgiraffeteapot', 'fine'],
    ['a common password', 'unbelievable', 'too easy'],
    ['a common password in capitals', 'UNBELIEVABLE', 'too easy'],
    ['a common password and digits', 'password123456', 'too easy'],
    ['a common password and signs', 'unbelievable!!!', 'too easy'],
    ['a common password twice', 'dragondragon', 'too easy'],
    ['three characters over and over', 'abcabcabcabcabc', 'too easy'],
    ['four characters over and over', 'abqz'.repeat(4).slice(0, 15), 'fine'],
    ['the email', email, 'too easy'],
    ['the email in capitals, with more around it', 'My ZOE@Example.com!', 'too easy'],
    ["someone else's email", 'zora@example.com', 'fine'],
  ])('of %s is judged', (_what, password, verdict) => {
    expect(judge(password)).toBe(verdict)
  })

  it('is refused in words that do not repeat it', () => {
    expect(() => assertAcceptablePassword('newPassword', 'unbelievable', email)).toThrow(
      new BadUserInputError(
        'newPassword',
        'This password is too easy to guess. Choose another; a few unrelated words make a good one.',
      ),
    )
  })
})

describe('a password to be hashed', () => {
  it('has at most 1,024 characters', () => {
    expect(() => assertHashable('password', 'x'.repeat(1_024))).not.toThrow()
    expect(() => assertHashable('password', 'x'.repeat(1_025))).toThrow(
      new BadUserInputError('password', 'A password has at most 1024 characters.'),
    )
  })
})

describe('a password hash', async () => {
  const passwords = await createPasswords(cheapArgon2)

  it('is Argon2id with the parameters given and a salt of its own', async () => {
    const [one, other] = [await passwords.hash('secret'), await passwords.hash('secret')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
    expect(other).not.toBe(one)
  })

  it('fits its password and no other', async () => {
    const hash = await passwords.hash('correct horse')
    expect(await passwords.verify('correct horse', hash)).toBe(true)
    for (const wrong of ['correct hors', 'Correct horse', 'correct horse ', ''])
      expect(await passwords.verify(wrong, hash)).toBe(false)
  })

  it('fits the same letters, composed or not', async () => {
    const hash = await passwords.hash('caf\u00e9')
    expect([await passwords.verify('cafe\u0301', hash), await passwords.verify('cafe', hash)]).toEqual([true, false])
  })

  it('is compared also for nobody, and then nothing fits', async () => {
    expect(await passwords.verify('no password hashes to this by chance', undefined)).toBe(false)
    expect(await passwords.verify('', undefined)).toBe(false)
  })

  it.each([
    ['the same parameters', {}, false],
    ['more memory', { memoryKib: 65 }, true],
    ['more passes', { passes: 2 }, true],
    ['less memory', { memoryKib: 32 }, false],
  ])('is judged by %s of today', async (_what, changes, isOutdated) => {
    const today = await createPasswords({ ...cheapArgon2, ...changes })
    expect(today.isOutdated(await passwords.hash('secret'))).toBe(isOutdated)
  })

  it('of another kind is out of date', () => {
    expect(passwords.isOutdated('$2b$12$abcdefghijklmnopqrstuv')).toBe(true)
  })
})

describe('the queue of passwords', () => {
  it('lets some run and some wait, turns the others away for now, and is free again afterwards', async () => {
    const passwords = await createPasswords({ ...cheapArgon2, concurrency: 1, maxWaiting: 2 })
    const hash = await passwords.hash('secret')
    const verifyMany = (count: number) =>
      Promise.all(Array.from({ length: count }, () => passwords.verify('secret', hash).catch(faceOf)))
    const busy = faceOf(new InternalError({ retryAfterSeconds: 1 }))
    expect(await verifyMany(5)).toEqual([true, true, true, busy, busy])
    expect(await verifyMany(3)).toEqual([true, true, true])
  })

  it('goes on after a task that failed', async () => {
    const passwords = await createPasswords({ ...cheapArgon2, concurrency: 1, maxWaiting: 2 })
    await expect(passwords.verify('secret', 'no hash at all')).rejects.toThrow()
    expect(await passwords.verify('secret', await passwords.hash('secret'))).toBe(true)
  })
})
