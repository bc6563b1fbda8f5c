import { expect, it } from 'vitest'
import { findConflict } from '../../../src/core/constraints/find-conflict.ts'
import { getByName } from '../../../src/util/lookup.ts'
import { validators } from '../../../src/validators/index.ts'
import { validatorOf } from '../../validators/validate.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

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
  ...['a', 'A', '^a$', 'b$', 'a,? ?b', '[^a]', '\\{', '.'].flatMap((each) =>
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
