/** No false alarm: constraints that one text satisfies do not conflict. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { findConflict } from '../../../src/core/constraints/find-conflict.ts'
import type { Constraint, Edge } from '../../../src/core/constraints/constraint.ts'
import { countOccurrences } from '../../../src/core/constraints/terms.ts'
import { getByName } from '../../../src/util/lookup.ts'
import { validators } from '../../../src/validators/index.ts'
import { validatorOf } from '../../validators/validate.ts'

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
