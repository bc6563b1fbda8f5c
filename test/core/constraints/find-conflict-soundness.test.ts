/** No false alarm: constraints that one text satisfies do not conflict. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { findConflict } from '../../../src/core/constraints/find-conflict.ts'
import type { Constraint, Edge } from '../../../src/core/constraints/constraint.ts'
import { countOccurrences } from '../../../src/core/constraints/terms.ts'
import { getByName } from '../../../src/util/lookup.ts'
import { validators } from '../../../src/validators/index.ts'
import { validatorOf } from '../../validators/validate.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

const pieces = [
  'a',
  'A',
  'ab',
  'Ab',
  'ß',
  'é',
  'e\u0301',
  'İ',
  '1',
  ',',
  ' ',
  '  ',
  '\n',
  '"',
  '{',
  '}',
  '[',
  ']',
  '# ',
  '- ',
  '.',
  'true',
]
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''))
const word = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('').normalize())

const term = fc.record({ term: word, caseSensitive: fc.boolean(), wholeWord: fc.boolean() })
const bounds = fc
  .tuple(fc.nat(4), fc.nat(4))
  .map(([min, more]) => ({ min, max: more === 4 ? Infinity : min + more }))
const edge = fc.record({
  anyOf: fc.array(word, { minLength: 1, maxLength: 2 }),
  caseSensitive: fc.boolean(),
  quotable: fc.boolean(),
})
const constraint: fc.Arbitrary<Constraint> = fc.oneof(
  fc
    .tuple(fc.constantFrom('characters', 'words', 'lines'), bounds)
    .map(([unit, range]) => ({ kind: 'count', unit, ...range }) as const),
  term.map((each) => ({ kind: 'includes', ...each }) as const),
  term.map((each) => ({ kind: 'excludes', ...each }) as const),
  fc.tuple(term, bounds).map(([each, range]) => ({ kind: 'occurs', ...each, ...range }) as const),
  edge.map((each) => ({ kind: 'begins', ...each }) as const),
  edge.map((each) => ({ kind: 'ends', ...each }) as const),
  fc
    .record({ case: fc.constantFrom('upper', 'lower'), some: fc.boolean() })
    .map((each) => ({ kind: 'letters', ...each }) as const),
)

const COUNT: Readonly<Record<string, (written: string) => number>> = {
  characters: (written) => [...written].length,
  words: (written) => written.match(/\S+/g)?.length ?? 0,
  lines: (written) => written.split('\n').length,
}

const hasEdge = (
  written: string,
  { anyOf, caseSensitive, quotable }: Edge,
  side: 'begins' | 'ends',
): boolean => {
  const outside = quotable ? '[\\s"]+' : '\\s+'
  const trimmed = written.replace(new RegExp(side === 'begins' ? `^${outside}` : `${outside}$`), '')
  const cased = (given: string) => (caseSensitive ? given : given.toLowerCase())
  return anyOf.some((phrase) =>
    side === 'begins'
      ? cased(trimmed).startsWith(cased(phrase).trimStart())
      : cased(trimmed).endsWith(cased(phrase).trimEnd()),
  )
}

function isSatisfied(given: Constraint, written: string): boolean {
  const normal = written.normalize()
  switch (given.kind) {
    case 'count': {
      const number = COUNT[given.unit]?.(written) ?? 0
      return given.min <= number && number <= given.max
    }
    case 'includes':
      return countOccurrences(normal, given) > 0
    case 'excludes':
      return countOccurrences(normal, given) === 0
    case 'occurs': {
      const number = countOccurrences(normal, given)
      return given.min <= number && number <= given.max
    }
    case 'begins':
    case 'ends':
      return hasEdge(normal, given, given.kind)
    case 'letters':
      return (given.case === 'upper' ? /[\p{Lu}\p{Lt}]/u : /\p{Ll}/u).test(normal) === given.some
    default:
      return false
  }
}

it('finds no conflict between constraints that one text satisfies', () => {
  fc.assert(
    fc.property(text, fc.array(constraint, { minLength: 2, maxLength: 30 }), (written, given) => {
      const constraints = given.filter((each) => isSatisfied(each, written))
      expect(findConflict([{ name: 'all', constraints }])).toBeUndefined()
    }),
    { numRuns: 3000 },
  )
})

const definitionOf = (name: string) => getByName(validators, name, (hint) => new Error(hint))

const object = { type: 'object', required: ['a', 'b'] }
const RULES: readonly (readonly [string, object])[] = [
  ...['a', 'A', 'ab', 'é', ',', '"', 'a a', ':'].flatMap((each) =>
    ['required', 'forbidden', 'anyOf'].flatMap((list) =>
      [{}, { wholeWord: true }, { caseSensitive: true }].map(
        (more) => ['content', { [list]: [each], ...more }] as const,
      ),
    ),
  ),
  ...['characters', 'words', 'sentences'].flatMap((unit) =>
    [0, 1, 2, 5].flatMap((number) => [
      ['length', { unit, min: number }] as const,
      ['length', { unit, max: number }] as const,
    ]),
  ),
  ['json', {}],
  ['json', { schema: object }],
  ['json', { schema: { type: ['array', 'null'] }, allowFence: false }],
  ['json', { schema: { type: 'array', minItems: 2 } }],
  ['format', { type: 'plain' }],
  ['format', { type: 'yaml' }],
  ['markdown', { minHeadings: 1 }],
  ['markdown', { requireTitle: true }],
  ['markdown', { maxBullets: 0 }],
  ['markdown', { minBullets: 1 }],
  ...['a', 'A', '^a$', '[^a]', '\\{', '.'].flatMap((each) =>
    ['u', 'iu', 'su'].flatMap((flags) => [
      ['pattern', { required: each, flags }] as const,
      ['pattern', { forbidden: each, flags }] as const,
      ['pattern', { required: each, max: 1, flags }] as const,
    ]),
  ),
  ...['a', 'ab', 'true', '...', '"'].flatMap((each) =>
    [{}, { wholeWord: true }, { caseSensitive: true }].flatMap((more) => [
      ['frequency', { term: each, min: 2, ...more }] as const,
      ['frequency', { term: each, max: 1, ...more }] as const,
    ]),
  ),
  ...[['a'], ['a', 'b'], ['a, b', '"a A"'], ['# a', '1. a', 'ss'], ['…', 'null']].flatMap((answers) =>
    [{}, { only: true }, { only: true, caseSensitive: true }].map(
      (more) => ['one-of', { answers, ...more }] as const,
    ),
  ),
  ...[
    'headings',
    'bullets',
    'numbered',
    'sections',
    'paragraphs',
    'highlights',
    'placeholders',
    'parts',
  ].flatMap((each) => ['0', '1..', '2..', '..1'].map((range) => ['structure', { [each]: range }] as const)),
  ['structure', { title: true }],
  ['structure', { paragraphs: 2, separator: '***' }],
  ['structure', { parts: '2..', partSeparator: '***', bullets: '..1' }],
  ...['a', 'b'].flatMap((firstWord) =>
    [1, 2].map((paragraph) => ['structure', { firstWord, paragraph }] as const),
  ),
  ...[{ min: 1 }, { max: 0 }, { allowed: ['1..2'] }, { forbidden: ['1..2'] }].flatMap((each) => [
    ['numeric', each] as const,
    ['numeric', { ...each, atLeast: 1 }] as const,
    ['numeric', { ...each, of: 'percent', atLeast: 1 }] as const,
  ]),
  ...[0, 0.5, 1].flatMap((share) =>
    (['words', 'characters'] as const).flatMap((measure) => [
      ['similarity', { source: 'a', min: share, measure }] as const,
      ['similarity', { source: 'a', max: share, measure }] as const,
    ]),
  ),
  ...['simple', 'complex'].flatMap((label) => [
    ['classifier', { use: 'readability', required: label }] as const,
    ['classifier', { use: 'readability', required: ['simple', label], threshold: 0.9 }] as const,
    ['classifier', { use: 'readability', forbidden: label }] as const,
  ]),
]
const TEXTS = [
  '',
  'a',
  'A',
  '# a',
  '- a\n- b',
  'a. A b. A',
  '{}',
  '{"a":0,"b":0}',
  '{"\\u0061": "é", "b": [1, 2]}',
  '[1,2]',
  'null',
  '"a A"',
  '```json\n{"a":1,"b":2}\n```',
  'e\u0301',
  'a\n===\n\nb',
  'ab, a a, Ab:',
  '1',
  '<<a>>',
  '1. a\n2. b',
  'a\n\nb',
  'a***b',
  '*a* **b** [name]',
  'Section 1\n# Section 2',
  'a a\n******\nb 1%',
  'trueabtrue',
  '“a” … ... ß',
  'ß',
  ' a \n',
  'a,\nb',
]

it('finds no conflict between validators that one text passes', async () => {
  const created = await Promise.all(RULES.map(([name, options]) => validatorOf(definitionOf(name), options)))
  for (const each of TEXTS) {
    const answers = await Promise.all(
      created.map(async (validator) => validator.validate({ prompt: prompt(), text: each }, testScope())),
    )
    const passed = created.filter((_, index) => answers[index]?.passed)
    expect(findConflict(passed), JSON.stringify(each)).toBeUndefined()
    expect(passed.length).toBeGreaterThan(10)
  }
})

it.each<[string, object, string, object, string]>([
  ['json', {}, 'content', { forbidden: ['{'] }, ''],
  ['json', { schema: object }, 'content', { forbidden: [','] }, '"," is required, and "," is forbidden'],
  [
    'json',
    { schema: object },
    'content',
    { forbidden: ['"'] },
    '""" is required 4 times, and """ is forbidden',
  ],
  [
    'json',
    { schema: object },
    'length',
    { unit: 'characters', max: 12 },
    'at least 13 characters do not fit in 12 characters',
  ],
  ['json', { schema: object }, 'length', { unit: 'characters', max: 13 }, ''],
  [
    'json',
    {},
    'markdown',
    { requireTitle: true },
    'JSON cannot contain headings, and 1 or more are required',
  ],
  [
    'format',
    { type: 'json' },
    'markdown',
    { minBullets: 2 },
    'JSON cannot contain bullets, and 2 or more are required',
  ],
  [
    'format',
    { type: 'plain' },
    'markdown',
    { minHeadings: 2 },
    'at least 2 headings do not fit in 0 headings',
  ],
  [
    'json',
    { schema: { type: 'object' } },
    'json',
    { schema: { type: 'array' } },
    'the JSON must be of type object, and of type array',
  ],
])('%s %j with %s %j: "%s"', async (one, first, other, second, why) => {
  const pair = [await validatorOf(definitionOf(one), first), await validatorOf(definitionOf(other), second)]
  expect(findConflict(pair) ?? '').toContain(why)
  expect(findConflict(pair) === undefined).toBe(why === '')
})
