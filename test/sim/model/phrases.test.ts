/** The simulated model understands what validators and the loop write, so that no wording changes on one side alone. */
import { describe, expect, it } from 'vitest'
import {
  parseRequirements,
  requirementsOfFeedback,
  requirementsOfTask,
  type Requirement,
} from '../../../src/sim/model/requirements.ts'
import { topicOf } from '../../../src/sim/model/prose.ts'
import { validators } from '../../../src/validators/index.ts'
import { getByName } from '../../../src/util/lookup.ts'
import { ifevalArguments } from '../../validators/ifeval/arguments.ts'
import { validatorOf } from '../../validators/validate.ts'
import { draftRequest, revisionRequest } from './writer-cases.ts'

const schema = { type: 'object', properties: { title: { type: 'string' } } }
const atLeast = (unit: 'words' | 'sentences' | 'headings' | 'bullets', min: number): Requirement => ({
  kind: 'count',
  unit,
  min,
  max: Infinity,
})

/** Validators with options, a text that violates them, and what the model must understand. */
const UNDERSTOOD: readonly (readonly [string, object, string, readonly Requirement[]])[] = [
  ['length', { min: 400, max: 600 }, 'No.', [{ kind: 'count', unit: 'words', min: 400, max: 600 }]],
  [
    'length',
    { max: 1, unit: 'sentences' },
    'It rains. It snows.',
    [{ kind: 'count', unit: 'sentences', min: 0, max: 1 }],
  ],
  [
    'length',
    { min: 9, max: 9, unit: 'characters' },
    'No.',
    [{ kind: 'count', unit: 'characters', min: 9, max: 9 }],
  ],
  [
    'content',
    { required: ['solar', 'wind'], forbidden: ['coal'], anyOf: ['sun', 'sea'] },
    'coal',
    [
      { kind: 'includes', terms: ['solar', 'wind'], atLeast: 2 },
      { kind: 'includes', terms: ['sun', 'sea'], atLeast: 1 },
      { kind: 'excludes', terms: ['coal'] },
    ],
  ],
  [
    'pattern',
    { required: 'ref-\\d+', forbidden: 'a/b', min: 2 },
    'a/b',
    [
      { kind: 'matches', source: 'ref-\\d+', flags: 'u', times: 2 },
      { kind: 'avoids', source: 'a\\/b', flags: 'u' },
    ],
  ],
  ['structure', { headings: '2..', bullets: '1..' }, 'No.', [atLeast('headings', 2), atLeast('bullets', 1)]],
  ['json', {}, 'No.', [{ kind: 'json', schema: {} }]],
  ['json', { schema }, 'No.', [{ kind: 'json', schema }]],
  ['format', { type: 'json', schema }, 'No.', [{ kind: 'json', schema }]],
  [
    'markdown',
    { requireTitle: true, minHeadings: 2, minBullets: 3 },
    'No.',
    [{ kind: 'title' }, atLeast('headings', 2), atLeast('bullets', 3)],
  ],
  ['coherence', {}, 'One', [atLeast('sentences', 2)]],
  ['one-of', { answers: ['yes', 'no'] }, 'Maybe.', [{ kind: 'includes', terms: ['yes'], atLeast: 1 }]],
  ['ifeval:keywords:existence', {}, 'No.', [{ kind: 'includes', terms: ['alpha', 'beta'], atLeast: 2 }]],
  ['ifeval:keywords:frequency', {}, 'No.', [{ kind: 'includes', terms: ['alpha'], atLeast: 1 }]],
  ['ifeval:keywords:forbidden_words', {}, 'alpha', [{ kind: 'excludes', terms: ['alpha', 'beta'] }]],
  [
    'ifeval:detectable_format:number_bullet_lists',
    {},
    'No.',
    [{ kind: 'count', unit: 'bullets', min: 2, max: 2 }],
  ],
  ['ifeval:detectable_format:json_format', {}, 'No.', [{ kind: 'json', schema: {} }]],
]

/** The model does not understand these, or only parts of them. */
const NOT_UNDERSTOOD = `
  frequency case punctuation starts-with ends-with wrapped-in repeats-prompt numeric readability similarity distinct grounded preserves terminology language spelling
  vale textlint grammar secrets personal-data sentiment toxicity spam emotion intent classifier all any not weighted command judge
  ifeval:length_constraints:number_words ifeval:length_constraints:number_sentences
  ifeval:length_constraints:number_paragraphs ifeval:length_constraints:nth_paragraph_first_word
  ifeval:keywords:letter_frequency ifeval:change_case:capital_word_frequency ifeval:change_case:english_capital
  ifeval:change_case:english_lowercase ifeval:detectable_format:number_highlighted_sections
  ifeval:detectable_format:multiple_sections ifeval:detectable_format:constrained_response
  ifeval:detectable_format:title ifeval:detectable_content:number_placeholders ifeval:detectable_content:postscript
  ifeval:combination:repeat_prompt ifeval:combination:two_responses ifeval:startend:end_checker
  ifeval:startend:quotation ifeval:punctuation:no_comma ifeval:language:response_language
`
  .trim()
  .split(/\s+/)

const createValidator = (name: string, options: object) =>
  validatorOf(
    getByName(validators, name, (hint) => new Error(hint)),
    name.startsWith('ifeval:') ? ifevalArguments(name) : options,
  )

describe('the simulated model', () => {
  it('either understands a built-in validator, or is known not to', () => {
    const understood = new Set(UNDERSTOOD.map(([name]) => name))
    expect([...understood, ...NOT_UNDERSTOOD].toSorted()).toEqual(
      validators.map(({ name }) => name).toSorted(),
    )
  })

  it.each(UNDERSTOOD)('understands the requirement of %s %j', async (name, options, _, expected) => {
    const [task] = draftRequest([await createValidator(name, options)])
    expect(requirementsOfTask(task?.content ?? '')).toEqual(expected)
  })

  it.each(UNDERSTOOD)('understands the failure of %s %j', async (name, options, text, expected) => {
    const request = await revisionRequest(text, [await createValidator(name, options)])
    expect(requirementsOfFeedback(request.at(-1)?.content ?? '', text, expected)).toEqual([expected])
  })

  it('understands that a draft was cut off', async () => {
    const request = await revisionRequest('x'.repeat(100), [], { finishReason: 'length' })
    expect(requirementsOfFeedback(request.at(-1)?.content ?? '', 'x'.repeat(100), [])).toEqual([
      [{ kind: 'count', unit: 'characters', min: 0, max: 80 }],
    ])
  })

  it("takes each of a critic's suggestions as one item of the feedback", async () => {
    const suggestions = ['Add an example.', 'Write a summary.', 'Be more specific.']
    const request = await revisionRequest('Draft.', [], { suggestions })
    expect(requirementsOfFeedback(request.at(-1)?.content ?? '', 'Draft.', [])).toEqual([
      [{ kind: 'example' }],
      [{ kind: 'closing' }],
      [{ kind: 'detail' }],
    ])
  })

  it('takes the topic from the prompt, not from the requirements', async () => {
    const [task] = draftRequest([await createValidator('content', { required: ['solar power'] })], 'Write.')
    expect(topicOf(task?.content ?? '')).toBe('the subject')
  })

  it.each<[string, readonly Requirement[]]>([
    ['Write at least 300 words', [atLeast('words', 300)]],
    [
      'It contains "solar"; it does not match /x/',
      [
        { kind: 'includes', terms: ['solar'], atLeast: 1 },
        { kind: 'avoids', source: 'x', flags: '' },
      ],
    ],
    ['Write about valid reasons', []],
  ])('understands requirements in a prompt: %s', (line, expected) => {
    expect(parseRequirements(line)).toEqual(expected)
  })
})
