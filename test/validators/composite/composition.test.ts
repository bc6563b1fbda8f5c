import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../../src/config/load.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { check, withValidators } from '../../helpers/checks.ts'

const A = { name: 'content', required: ['a'] }
const B = { name: 'content', required: ['b'] }
const C = { name: 'content', required: ['c'] }
/** Cannot answer within its time limit. */
const TIMES_OUT = { name: 'pattern', required: '(x+)+y$' }
const HOSTILE = 'x'.repeat(40)

const all = (...validators: unknown[]) => ({ name: 'all', validators })
const any = (...validators: unknown[]) => ({ name: 'any', validators })
const not = (...validators: unknown[]) => ({ name: 'not', validators })

const TEXTS = ['', 'a', 'b', 'c', 'ab', 'ac', 'bc', 'abc'].map((letters) => [...letters].join(' ') || '-')

describe('composite validators follow Boolean logic', () => {
  it.each<[string, object, (text: string) => boolean]>([
    ['A', A, (text) => text.includes('a')],
    ['not A', not(A), (text) => !text.includes('a')],
    ['not not A', not(not(A)), (text) => text.includes('a')],
    ['(A or B) and C', all(any(A, B), C), (text) => /[ab]/.test(text) && text.includes('c')],
    ['A or (B and C)', any(A, all(B, C)), (text) => text.includes('a') || /b.*c/.test(text)],
    ['not (A or B)', not(any(A, B)), (text) => !/[ab]/.test(text)],
    ['none of A and B', not(A, B), (text) => !/[ab]/.test(text)],
    ['not A and not B', all(not(A), not(B)), (text) => !/[ab]/.test(text)],
    ['not (A and B)', not(all(A, B)), (text) => !/a.*b/.test(text)],
    ['not A or not B', any(not(A), not(B)), (text) => !/a.*b/.test(text)],
  ])('%s', async (_name, given, expected) => {
    for (const text of TEXTS) {
      const { passed, score } = await check(given, text)
      expect({ text, passed }).toEqual({ text, passed: expected(text) })
      expect(score === 1).toBe(passed)
    }
  })

  it("De Morgan's laws hold for any terms and texts", async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcd '), maxLength: 6 })
    const term = fc.constantFrom(...'abcd').map((letter) => ({ name: 'content', required: [letter] }))
    await fc.assert(
      fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 3 }), letters, async (terms, text) => {
        const negated = terms.map((each) => not(each))
        const passes = async (given: object) => (await check(given, text)).passed
        expect(await passes(not(any(...terms)))).toBe(await passes(all(...negated)))
        expect(await passes(not(all(...terms)))).toBe(await passes(any(...negated)))
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    [{ name: 'length', max: 20 }, 'ten words are well below the bound of twenty words'],
    [{ name: 'length', max: 100, unit: 'characters' }, 'forty characters are less than a hundred'],
    [{ name: 'content', required: ['solar', 'w', 'x', 'y', 'z'], atLeast: 1 }, 'solar'],
  ])('%j passes alone and as a part', async (rule, text) => {
    for (const given of [
      rule,
      all(rule),
      any(rule, C),
      { name: 'weighted', validators: [rule], threshold: 1 },
    ])
      expect(await check(given, text)).toMatchObject({ passed: true, score: 1 })
  })
})

describe('a part that cannot answer', () => {
  it.each<[string, object, boolean | 'failure']>([
    ['not failure', not(TIMES_OUT), 'failure'],
    ['failure and pass', all(TIMES_OUT, not(A)), 'failure'],
    ['failure and fail', all(TIMES_OUT, A), false],
    ['failure or fail', any(TIMES_OUT, A), 'failure'],
    ['failure or pass', any(TIMES_OUT, not(A)), true],
    ['none of failure and pass', not(TIMES_OUT, not(A)), false],
    ['a weight too small to matter', weighted([0.1, 0.9], 0.5, [TIMES_OUT, not(A)]), true],
    ['a weight too small to help', weighted([0.1, 0.9], 0.5, [TIMES_OUT, A]), false],
    ['a weight that decides', weighted([0.5, 0.5], 0.6, [TIMES_OUT, not(A)]), 'failure'],
  ])('%s', async (_name, given, expected) => {
    const answer = check(given, HOSTILE)
    if (expected !== 'failure') expect(await answer).toMatchObject({ passed: expected })
    else await expect(answer).rejects.toThrow('pattern could not answer: pattern /(x+)+y$/u on 40 characters')
  })
})

function weighted(weights: number[], threshold: number, validators: unknown[]) {
  return { name: 'weighted', validators, weights, threshold }
}

describe('weighted compares the weighted mean with the threshold', () => {
  it.each([
    [[3, 1], 0.75, true, 0.75],
    [[1, 1], 0.75, false, 0.5],
    [[0.1, 0.2], 0.3, true, 0.333333],
    [undefined, 0.5, true, 0.5],
  ])('with weights %j and threshold %d', async (weights, threshold, passed, measured) => {
    const given = { name: 'weighted', validators: [A, B], weights, threshold }
    expect(await check(given, 'a')).toMatchObject({ passed, measured, bound: `at least ${threshold}` })
  })
})

describe('a composite validator states the results of its parts', () => {
  it.each<[object, object]>([
    [
      all('length:max=1', A),
      {
        measured: 'length 2; content "a" is missing',
        message: '[length] 2 words, must be at most 1 word; [content] "a" is missing',
      },
    ],
    [
      any('length:max=1', A),
      {
        message:
          'at least one must pass: [length] 2 words, must be at most 1 word; or [content] "a" is missing',
      },
    ],
    [
      not('length:max=3'),
      {
        message: 'passes but must fail: [length] 2 words, as required: at most 3 words',
        bound: 'not: at most 3 words',
      },
    ],
    [
      weighted([1, 1], 0.9, ['length:max=1', 'length:max=9']),
      { message: 'a score of 0.75, must be at least 0.9; [length] 2 words, must be at most 1 word' },
    ],
  ])('%j', async (given, found) => {
    expect(await check(given, 'x y')).toMatchObject({ passed: false, ...found })
  })

  it('states the constraints of its parts: of all, of one of them, or of texts that they reject', async () => {
    const constraints = (given: unknown) =>
      withValidators([given] as never, async ([validator]) => validator?.constraints ?? [])
    const short = { kind: 'count', unit: 'words', max: 1 }
    const long = { kind: 'count', unit: 'words', min: 2 }
    expect(await constraints(all('length:min=2', A))).toMatchObject([long, {}, { term: 'a' }, {}])
    expect(await constraints(any('length:min=2', A))).toMatchObject([
      {
        kind: 'some',
        min: 1,
        groups: [
          [long, {}],
          [{ term: 'a' }, {}],
        ],
      },
    ])
    expect(await constraints(not('length:min=2'))).toMatchObject([short, { kind: 'verdict', passes: false }])
    await expect(
      withValidators([all('length:min=9'), 'length:max=3'] as never, async () => 1),
    ).rejects.toThrow('all and length exclude each other')
  })
})

describe('a mistake in a part is reported with its place when the settings are read', () => {
  it.each<[unknown, string]>([
    [
      any('lenght:min=3'),
      'validator any: validators.0: no validator is called "lenght" (did you mean "length"?)',
    ],
    [
      all(A, not('length:mim=3')),
      'validator all: validators.1: validator not: validators.0: validator length has no option "mim"',
    ],
    [
      all(A, { ...B, severity: 'warning' }),
      'validators.1: validator content has no option "severity" (set it on the outer validator, not on one of its parts)',
    ],
    [all(A, 7), 'validator all: '],
    [{ name: 'all' }, 'validator all: validators'],
    [all(), 'validator all: validators'],
    [weighted([1], 0.5, [A, B]), 'weights must be one weight per validator'],
    [weighted([0, 0], 0.5, [A, B]), 'weights: must contain at least one weight above 0'],
    [Array.from({ length: 30 }).reduce<object>((inner) => not(inner), A), 'more than 20 levels'],
  ])('%j', (given, message) => {
    expect(() => parseSettings({ validators: [given] }, builtInRegistry())).toThrow(message)
  })

  it.each([
    ['any:validators=length:min=2\\,max=4|json', ['length', 'json']],
    ['not:validators=json', ['json']],
  ])('%s is a spec', (spec, names) => {
    const [read] = parseSettings({ validators: [spec] }, builtInRegistry()).validators
    expect(read).toMatchObject({ validators: names.map((name) => ({ name })) })
  })
})
