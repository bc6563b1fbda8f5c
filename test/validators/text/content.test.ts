import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { content } from '../../../src/validators/text/content.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

const terms = ['a', 'b', 'c']

it.each([
  [{ required: ['solar', 'wind'] }, 'Wind and SOLAR', 1],
  [{ required: ['solar', 'wind'] }, 'solar only', 0.5],
  [{ required: ['solar', 'wind'] }, '', 0],
  [{ required: ['Solar'], caseSensitive: true }, 'solar', 0],
  [{ required: ['Solar'], caseSensitive: true }, 'Solar', 1],
  [{ forbidden: ['art'] }, 'a party', 0],
  [{ forbidden: ['art'], wholeWord: true }, 'a party', 1],
  [{ forbidden: ['art'], wholeWord: true }, 'party (art)', 0],
  [{ required: ['C++'], wholeWord: true }, 'C++, of course', 1],
  [{ required: ['太阳能'], wholeWord: true }, '我喜欢太阳能板。', 1],
  [{ forbidden: ['AI'], wholeWord: true }, '我用AI写作', 0],
  [{ required: ['a.c'] }, 'abc', 0],
  [{ required: ['[x](y)*'] }, 'see [x](y)*', 1],
  [{ required: ['$&', '\\d'] }, '$& and \\d', 1],
  [{ required: ['café'] }, 'CAFE\u0301', 1],
  [{ required: ['über'], wholeWord: true }, 'Überall', 0],
  [{ required: ['two\nlines'] }, 'two\r\nlines', 1],
  [{ anyOf: terms }, 'nothing', 0],
  [{ anyOf: ['x', 'y'] }, 'x and y', 1],
  [{ oneOf: ['x', 'y'] }, 'x', 1],
  [{ oneOf: ['x', 'y'] }, 'x and y', 0.5],
  [{ oneOf: ['x', 'y'] }, 'z', 0],
  [{ required: ['ΟΔΟΣ'] }, 'οδοσ', 1],
  [{ required: terms, atLeast: 2 }, 'a', 0.5],
  [{ required: terms, atLeast: 2 }, 'a c', 1],
  [{ required: ['solar'], forbidden: ['cheap', 'fast'] }, 'cheap and fast', 0],
  [{ required: ['solar'], forbidden: ['cheap', 'fast'] }, 'cheap solar', 2 / 3],
])('%j', async (options, text, score) => {
  expect(await validate(content, options, text)).toMatchObject({ score, passed: score === 1 })
})

it.each([
  [{ required: ['New York'] }, 'in New\nYork', 1],
  [{ required: ['New York'] }, 'in New\u00a0York', 1],
  [{ required: ['10 000'] }, '10\u202f000', 1],
  [{ forbidden: ['New York'] }, 'New \r\n York', 0],
  [{ required: ['well-known'] }, 'a well\u2011known fact', 1],
  [{ required: ['well\u2010known'] }, 'a well-known fact', 1],
  [{ required: ["don't"], wholeWord: true }, 'we don’t', 1],
  [{ required: ['don’t'] }, "we don't", 1],
  [{ required: ['say "hi"'] }, 'say “hi”', 1],
  [{ required: ['wait...'] }, 'wait…', 1],
  [{ required: ['wait…'] }, 'wait....', 1],
  [{ required: ['cooperate'] }, 'co\u00adoperate', 1],
  [{ forbidden: ['—'] }, 'well-known – really', 1],
  [{ required: ['straße'] }, 'STRASSE', 1],
  [{ required: ['STRASSE'], wholeWord: true }, 'die Straße', 1],
  [{ required: ['straße'], caseSensitive: true }, 'strasse', 0],
  [{ required: ['fine'] }, 'ﬁne', 1],
  [{ required: ['istanbul'] }, 'İstanbul', 1],
  [{ required: ['KIZ'] }, 'kız', 1],
])('ignores typography: %j in %j', async (options, text, score) => {
  expect(await validate(content, options, text)).toMatchObject({ score, passed: score === 1 })
})

it('states no constraint on a term that may be written with other marks', async () => {
  const { constraints } = await validatorOf(content, {
    required: ['wait...', '"a"', 'it’s'],
    forbidden: ['no…'],
  })
  expect(constraints).toMatchObject([
    { kind: 'includes', term: "it's" },
    { kind: 'excludes', term: 'no...' },
  ])
})

it.each([
  [{ required: ['solar', 'wind'] }, '', '"solar", "wind" are missing'],
  [{ required: ['solar', 'wind'] }, 'wind', '"solar" is missing'],
  [{ required: ['solar', 'wind'] }, 'solar wind', 'contains "solar", "wind"'],
  [{ forbidden: ['cheap', 'fast'] }, 'cheap', '"cheap" is forbidden'],
  [{ anyOf: ['x', 'y'] }, '', 'contains none of "x", "y"'],
  [{ oneOf: ['x', 'y'] }, 'x y', 'contains "x", "y", must contain exactly 1 of "x", "y"'],
  [{ oneOf: ['x', 'y'] }, 'x', 'contains exactly 1 of "x", "y"'],
  [{ forbidden: ['cheap', 'fast'] }, '', 'does not contain "cheap", "fast"'],
  [{ required: terms, atLeast: 2 }, 'A', 'contains only "a", must contain at least 2 of "a", "b", "c"'],
  [{ required: ['x'], forbidden: ['y'] }, 'y', '"x" is missing; "y" is forbidden'],
  [{ required: ['x'], forbidden: ['y'] }, 'x', 'contains "x"; does not contain "y"'],
])(
  '%j of %j states what the text contains or lacks, and what it must contain',
  async (options, text, message) => {
    expect((await validate(content, options, text)).message).toBe(message)
  },
)

it('finds a term at the end of a megabyte', async () => {
  const text = `${'hay '.repeat(250_000)}needle`
  expect(await validate(content, { required: ['needle'] }, text)).toMatchObject({ passed: true })
})

it('states the measured fault, and its requirement as the bound', async () => {
  const options = { required: ['x'], forbidden: ['y'] }
  const requirement = 'contains "x"; does not contain "y"'
  expect((await validatorOf(content, options)).requirement).toBe(requirement)
  expect(await validate(content, options, '')).toMatchObject({
    measured: '"x" is missing',
    bound: requirement,
  })
  expect((await validatorOf(content, { required: terms, atLeast: 2 })).requirement).toBe(
    'contains at least 2 of "a", "b", "c"',
  )
})

it('states only certain constraints: no term of which only some are required', async () => {
  const how = { caseSensitive: false, wholeWord: true }
  const all = await validatorOf(content, { required: ['a'], forbidden: ['b'], wholeWord: true })
  expect(all.constraints).toEqual([
    { kind: 'includes', term: 'a', ...how },
    { kind: 'excludes', term: 'b', ...how },
  ])
  expect((await validatorOf(content, { required: ['a', 'b', 'c'], atLeast: 2 })).constraints).toMatchObject([
    { kind: 'some', min: 2, groups: [[{ term: 'a' }], [{ term: 'b' }], [{ term: 'c' }]] },
  ])
})

it.each([
  [{}, 'needs at least one of required, forbidden, anyOf and oneOf'],
  [{ required: [] }, 'expected array to have >=1 items'],
  [{ required: [' '] }, 'must be a non-blank string'],
  [{ required: ['a'], atLeast: 2 }, 'must be at most the number of required terms'],
  [{ forbidden: ['a'], atLeast: 1 }, 'must be at most the number of required terms'],
  [{ required: ['a'], regex: true }, 'Unrecognized key'],
])('refuses %j', (options, problem) => {
  expect(() => content.options.parse(options)).toThrow(problem)
})

it.each([
  [{ forbidden: ['art'] }, 'art', undefined],
  [{ forbidden: ['art'] }, 'arts', '"art" is forbidden'],
  [{ forbidden: ['art'], wholeWord: true }, 'The art', undefined],
  [{ forbidden: ['art'], wholeWord: true }, 'The arts ', undefined],
  [{ forbidden: ['art'], wholeWord: true }, 'The art of', '"art" is forbidden'],
  [{ forbidden: ['cafe'] }, 'cafe\u0334', undefined],
  [{ forbidden: ['art'], wholeWord: true }, 'art\ud835', undefined],
  [{ oneOf: ['x', 'y'] }, 'x y', undefined],
  [{ oneOf: ['x', 'y'] }, 'x y ', 'contains "x", "y"'],
  [{ required: ['x'] }, 'y ', undefined],
])('%j of the unfinished text %j: the certain fault is %j', async (options, text, measured) => {
  expect((await validatorOf(content, options)).validatePrefix?.(text)?.measured).toBe(measured)
})

it('fails every continuation of an unfinished text that it fails', async () => {
  const letters = fc.constantFrom(..."aAe .-…’'σΣßsiİ\n\u0301\u0307\u0334\u00a0\u00ad\u2011", '\ud835\udc00')
  const options = [false, true].flatMap((wholeWord) =>
    [false, true].map((caseSensitive) => ({ wholeWord, caseSensitive })),
  )
  const made = await Promise.all(
    options.map((how) =>
      validatorOf(content, {
        forbidden: ['a', 'é', 'aσ', 'e a', 'A.', 'ss', 'i', "a'", 'a-a', 'e...'],
        ...how,
      }),
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(letters, { maxLength: 8 }), fc.nat(12), async (parts, cut) => {
      const text = parts.join('')
      for (const validator of made) {
        const certain = validator.validatePrefix?.(text.slice(0, cut))
        const { passed } = await validator.validate({ prompt: prompt(), text }, testScope())
        expect(certain?.passed === false && passed).toBe(false)
      }
    }),
    { numRuns: 1000 },
  )
})
