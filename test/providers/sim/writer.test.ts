import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/core/feedback.ts'
import type { Validator } from '../../../src/core/ports.ts'
import type { Critique, Iteration, Message } from '../../../src/core/types.ts'
import { profile, type SimProfile } from '../../../src/providers/sim/profile.ts'
import { write } from '../../../src/providers/sim/writer.ts'
import { content } from '../../../src/validators/content.ts'
import { json } from '../../../src/validators/json.ts'
import { length } from '../../../src/validators/length.ts'
import { markdown } from '../../../src/validators/markdown.ts'
import { pattern } from '../../../src/validators/pattern.ts'
import { testScope } from '../../helpers/scope.ts'
import { answer, critique, policy, prompt } from '../../helpers/scripted.ts'

const definitions = { length, content, pattern, json, markdown }
type Rule = { readonly [K in keyof typeof definitions]?: object }

const validatorsOf = (rules: readonly Rule[]): Promise<Validator[]> =>
  Promise.all(
    rules.flatMap((rule) =>
      Object.entries(rule).map(async ([name, given]) => {
        const definition = definitions[name as keyof typeof definitions]
        return definition.create(definition.options.parse(given) as never, {})
      }),
    ),
  )

const task = (validators: readonly Validator[], text = 'Write about renewable energy benefits') =>
  compose(prompt(text), validators, [], policy())

const faultsOf = async (text: string, validators: readonly Validator[]) => {
  const draft = { prompt: prompt(), text }
  const found = await Promise.all(validators.map(async (each) => each.validate(draft, testScope())))
  return found.filter(({ passed }) => !passed).map(({ message }) => message)
}

/** Drafts, each written for what the real core says about the one before. */
async function drafts(settings: SimProfile, validators: readonly Validator[], rounds: number, seed = 'key') {
  const history: Iteration[] = []
  const texts: string[] = []
  for (let round = 0; round < rounds; round++) {
    const messages = compose(prompt('Write about renewable energy benefits'), validators, history, policy())
    const text = write(messages, `${seed}-${round}`, settings)
    const found = await Promise.all(
      validators.map(async (each) => each.validate({ prompt: prompt(), text }, testScope())),
    )
    texts.push(text)
    history.push({
      index: round + 1,
      generation: { ...answer({ text }), messages, durationMs: 1 },
      validations: found.map((each) => ({ ...each, durationMs: 1 })),
      critiques: [],
      failures: [],
    })
    if (found.every(({ passed }) => passed)) break
  }
  return texts
}

const JOB: readonly Rule[] = [
  { length: { min: 400, max: 600 } },
  { content: { required: ['solar', 'wind'] } },
]

const always = profile.parse({ firstDraftPass: 1, obedience: 1 })
const never = profile.parse({ firstDraftPass: 0, obedience: 1 })

const RULES: readonly (readonly [string, readonly Rule[]])[] = [
  ['words in a range', [{ length: { min: 400, max: 600 } }]],
  ['exactly so many words', [{ length: { min: 137, max: 137 } }]],
  ['very few words', [{ length: { max: 7 } }]],
  ['one word', [{ length: { min: 1, max: 1 } }]],
  ['many words', [{ length: { min: 3000 } }]],
  [
    'at least some words, at most some sentences',
    [{ length: { min: 60 } }, { length: { max: 3, unit: 'sentences' } }],
  ],
  ['many sentences of few words', [{ length: { max: 60 } }, { length: { min: 9, unit: 'sentences' } }]],
  [
    'exactly so many characters, over several paragraphs',
    [{ length: { min: 1500, max: 1500, unit: 'characters' } }],
  ],
  ['exactly so many characters', [{ length: { min: 280, max: 280, unit: 'characters' } }]],
  ['characters in a range', [{ length: { min: 100, max: 140, unit: 'characters' } }]],
  ['exactly so many sentences', [{ length: { min: 5, max: 5, unit: 'sentences' } }]],
  ['required terms', [{ content: { required: ['solar', 'Wind power', 'C++'] } }]],
  ['some of the required terms', [{ content: { required: ['a1', 'b2', 'c3'], atLeast: 2 } }]],
  [
    'whole words, by case',
    [{ content: { required: ['cost', 'Ion'], wholeWord: true, caseSensitive: true } }],
  ],
  ['forbidden terms', [{ content: { forbidden: ['cheap', 'the', 'energy'] } }]],
  ['required and forbidden terms', [{ content: { required: ['solar'], forbidden: ['renewable'] } }]],
  ['terms in a very short text', [{ length: { max: 12 } }, { content: { required: ['solar', 'wind'] } }]],
  ['a pattern', [{ pattern: { required: '\\bISBN \\d{3}-[A-Z]{2}\\b' } }]],
  ['a pattern several times', [{ pattern: { required: 'ref-\\d+', min: 3 } }]],
  [
    'a pattern at the start and one at the end',
    [{ pattern: { required: ['^Dear (?:Sir|Madam),', 'Yours\\.$'] } }],
  ],
  ['a pattern of the whole text', [{ pattern: { required: '^ISBN \\d{3}$' } }]],
  ['a pattern that must not match', [{ pattern: { forbidden: ['[Rr]enewable', '\\d'] } }]],
  ['JSON', [{ json: {} }]],
  ['Markdown', [{ markdown: {} }]],
  [
    'a title, headings and bullets',
    [{ markdown: { requireTitle: true, minHeadings: 3, minBullets: 4, maxBullets: 5 } }],
  ],
  ['Markdown of a length', [{ markdown: { minHeadings: 2 } }, { length: { min: 90, max: 100 } }]],
  [
    'JSON of a schema',
    [
      {
        json: {
          schema: {
            type: 'object',
            properties: {
              title: { type: 'string', minLength: 3, maxLength: 12 },
              count: { type: 'integer', minimum: 3, exclusiveMaximum: 5 },
              share: { type: 'number', exclusiveMinimum: 0, maximum: 1, multipleOf: 0.25 },
              tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 3, maxItems: 4 },
              when: { type: 'string', format: 'date' },
              code: { type: 'string', pattern: '^[A-Z]{2}-\\d+$' },
              kind: { const: 'x' },
              next: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/next' }] },
            },
            required: ['title', 'count', 'share', 'tags', 'when', 'code', 'kind', 'next'],
            additionalProperties: false,
            $defs: { next: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] } },
          },
        },
      },
      { content: { required: ['solar'] } },
    ],
  ],
]

describe('a first draft', () => {
  it.each(RULES)('that is to pass has %s', async (_, rules) => {
    const validators = await validatorsOf(rules)
    for (let seed = 0; seed < 10; seed++) {
      expect(await faultsOf(write(task(validators), `k${seed}`, always), validators)).toEqual([])
    }
  })

  it.each(RULES.filter(([name]) => !/^(Markdown|JSON)$|one word|very few|at the start/.test(name)))(
    'that is to fail misses %s',
    async (_, rules) => {
      const validators = await validatorsOf(rules)
      for (let seed = 0; seed < 10; seed++) {
        expect(await faultsOf(write(task(validators), `k${seed}`, never), validators)).not.toEqual([])
      }
    },
  )

  it('passes as often as the profile says', async () => {
    const validators = await validatorsOf(JOB)
    const settings = profile.parse({ firstDraftPass: 0.3 })
    const passed = await Promise.all(
      Array.from({ length: 200 }, async (_, seed) => {
        const faults = await faultsOf(write(task(validators), `k${seed}`, settings), validators)
        return faults.length === 0
      }),
    )
    expect(passed.filter(Boolean).length / 200).toBeCloseTo(0.3, 1)
  })

  it('is about the topic of the prompt, in paragraphs of about the usual length', () => {
    const text = write(task([]), 'key', always)
    expect(text).toContain('renewable energy benefits')
    expect(text.split('\n\n').length).toBeGreaterThan(1)
    expect(text.split(/\s+/).length).toBeGreaterThan(100)
    expect(text.split(/\s+/).length).toBeLessThan(140)
  })

  it('is the same for the same request and another for another', () => {
    expect(write(task([]), 'key', always)).toBe(write(task([]), 'key', always))
    expect(write(task([]), 'key', always)).not.toBe(write(task([]), 'other', always))
  })

  it.each(['', '!!!', 'Ελληνικά και 漢字', 'x'.repeat(100_000)])(
    'is written whatever the prompt is',
    (text) => {
      expect(write([{ role: 'user', content: text }], 'key', always)).toMatch(/\S/)
    },
  )
})

describe('a revision', () => {
  it.each(RULES)('that obeys mends %s', async (_, rules) => {
    const validators = await validatorsOf(rules)
    for (let seed = 0; seed < 10; seed++) {
      const texts = await drafts(never, validators, 2, `k${seed}`)
      expect(await faultsOf(texts.at(-1) ?? '', validators)).toEqual([])
    }
  })

  it('meets the job of the guide by the second draft if it always obeys, for 50 seeds', async () => {
    const validators = await validatorsOf(JOB)
    for (let seed = 1; seed <= 50; seed++) {
      const texts = await drafts(profile.parse({ obedience: 1 }), validators, 2, String(seed))
      expect(await faultsOf(texts.at(-1) ?? '', validators)).toEqual([])
    }
  })

  it('meets it within a few drafts if it mostly obeys, for 50 seeds', async () => {
    const validators = await validatorsOf(JOB)
    for (let seed = 1; seed <= 50; seed++) {
      const texts = await drafts(profile.parse({ obedience: 0.7 }), validators, 8, String(seed))
      expect(await faultsOf(texts.at(-1) ?? '', validators)).toEqual([])
    }
  })

  it.each<[string, readonly Rule[]]>([
    ['the job', JOB],
    ['a pattern', [{ pattern: { required: 'ref-\\d+' } }]],
    ['JSON of a schema', [{ json: { schema: { type: 'object', properties: { a: { type: 'string' } } } } }]],
  ])('that does not obey still misses %s, but is another text', async (_, rules) => {
    const validators = await validatorsOf(rules)
    const texts = await drafts(profile.parse({ firstDraftPass: 0, obedience: 0 }), validators, 4)
    expect(await faultsOf(texts.at(-1) ?? '', validators)).not.toEqual([])
    expect(new Set(texts).size).toBe(4)
  })

  it('keeps what is right in a text that somebody else wrote', async () => {
    const validators = await validatorsOf([{ length: { max: 30 } }, { content: { required: ['solar'] } }])
    const draft = `# Power\n\nDr. Who likes solar power. ${'Nobody knows why that is so. '.repeat(8)}`
    const text = write(
      revising(draft, ['[length] 58 words, must be at most 30 words'], validators),
      'key',
      always,
    )
    expect(text).toMatch(/^# Power\n\nDr\. Who likes solar power\. Nobody knows/)
    expect(await faultsOf(text, validators)).toEqual([])
  })

  it('cuts a text without any punctuation to the length', async () => {
    const validators = await validatorsOf([{ length: { min: 10, max: 20 } }])
    const draft = 'word '.repeat(700)
    const text = write(
      revising(draft, ['[length] 700 words, must be 10 to 20 words'], validators),
      'key',
      always,
    )
    expect(await faultsOf(text, validators)).toEqual([])
  })

  it.each([
    ['Add a concrete example.', /For example,/],
    ['principle 3: add examples', /For example,/],
    ['End with a closing sentence.', /In short, [^.]*\.$/],
    ['Be more specific about costs.', /More precisely,/],
  ])('follows a suggestion of a critic: %s', (suggestion, expected) => {
    const draft = write(task([]), 'key', never)
    expect(write(revising(draft, [`[reflexion] ${suggestion}`], []), 'again', always)).toMatch(expected)
  })

  it('of a text that was cut off is shorter', () => {
    const draft = write(task([]), 'key', always)
    const told = 'The text was cut off at the token limit: write a shorter one that ends.'
    expect(write(revising(draft, [told], []), 'again', always).length).toBeLessThan(0.81 * draft.length)
  })

  it('understands the words of the core', () => {
    const draft = write(task([]), 'key', never)
    const found: Critique = critique({ needsImprovement: true, suggestions: ['Add a concrete example.'] })
    const history: Iteration = {
      index: 1,
      generation: { ...answer({ text: draft }), messages: [], durationMs: 1 },
      validations: [],
      critiques: [{ ...found, durationMs: 1 }],
      failures: [],
    }
    expect(write(compose(prompt(), [], [history], policy()), 'again', always)).toContain('For example,')
  })

  it('is not held up by a pattern that takes for ever', () => {
    const messages: Message[] = [
      { role: 'user', content: 'Write.\n\nRequirements:\n- does not match /^(a+)+$/u' },
      { role: 'assistant', content: `${'a'.repeat(50)}!` },
      { role: 'user', content: 'Add an example.' },
    ]
    const startedMs = performance.now()
    write(messages, 'key', always)
    expect(performance.now() - startedMs).toBeLessThan(5000)
  })

  it('is quick', () => {
    const messages = task([], 'Write at least 20000 words about solar power')
    const startedMs = performance.now()
    write(messages, 'key', always)
    expect(performance.now() - startedMs).toBeLessThan(2000)
  })
})

const revising = (
  draft: string,
  findings: readonly string[],
  validators: readonly Validator[],
): Message[] => [
  ...task(validators),
  { role: 'assistant', content: draft },
  {
    role: 'user',
    content: `<feedback-1>\nChange, most important first:\n${findings.map((each, index) => `${index + 1}. ${each}`).join('\n')}\n</feedback-1>\n\nWrite the improved text.`,
  },
]
