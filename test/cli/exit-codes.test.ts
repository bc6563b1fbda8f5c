import { describe, expect, it } from 'vitest'
import { exitCodeOfError, Tally } from '../../src/cli/exit-codes.ts'
import { ConfigError, ProviderError, SifakaError, UsageError } from '../../src/core/errors.ts'
import type { Thought } from '../../src/core/types.ts'

/** `accepted*3 failed/server` as a tally. */
const tallyOf = (words: string) => {
  const tally = new Tally()
  for (const word of words.split(' ').filter(Boolean)) {
    const [kind = '', times = '1'] = word.split('*')
    const [outcome, code] = kind.split('/')
    for (let index = 0; index < Number(times); index++) {
      tally.count({ outcome, error: code === undefined ? null : { code, message: '' } } as Thought)
    }
  }
  return tally
}

describe('the exit code of a run', () => {
  it.each<[string, object, number]>([
    ['accepted*3', {}, 0],
    ['', {}, 0],
    ['accepted*3 exhausted', {}, 1],
    ['accepted unreviewed/server', {}, 1],
    ['refused', {}, 1],
    ['accepted failed/server', {}, 3],
    ['accepted failed/error', {}, 3],
    ['exhausted failed/timeout', {}, 3],
    ['failed/auth', {}, 2],
    ['failed/not-found exhausted', {}, 2],
    ['failed/infeasible', {}, 2],
    ['failed/quota', {}, 3],
    ['unreviewed/auth', {}, 2],
    ['accepted*9 failed/quota', { maxErrors: '100%', failUnder: '0%' }, 3],
    ['accepted*9 exhausted', { failUnder: '90%' }, 0],
    ['accepted*8 exhausted*2', { failUnder: '90%' }, 1],
    ['accepted*9 failed/server', { failUnder: '90%' }, 3],
    ['accepted*9 failed/server', { failUnder: '90%', maxErrors: 1 }, 0],
    ['accepted*9 failed/server', { maxErrors: '10%' }, 0],
    ['accepted*8 failed/server exhausted', { maxErrors: '10%' }, 1],
    ['accepted*8 failed/server*2', { maxErrors: '10%' }, 3],
  ])('%s under %j is %i', (words, settings, expected) => {
    expect(tallyOf(words).exitCode(settings)).toBe(expected)
  })
})

it.each<[unknown, number]>([
  [new UsageError('x'), 2],
  [new ConfigError('x'), 2],
  [new ProviderError('auth', 'x'), 2],
  [new ProviderError('server', 'x'), 3],
  [new ProviderError('quota', 'x'), 3],
  [new SifakaError('output', 'x'), 3],
  [new SifakaError('verification', 'x'), 5],
  [new TypeError('x'), 70],
  ['x', 70],
])('%o exits %i', (error, code) => expect(exitCodeOfError(error)).toBe(code))
