import { describe, expect, it } from 'vitest'
import { compose } from '../../src/core/feedback.ts'
import type { Critique, Iteration, Message } from '../../src/core/types.ts'
import { profile } from '../../src/sim/profile.ts'
import { write } from '../../src/sim/model/writer.ts'
import { answer, critique, policy, prompt } from '../helpers/scripted.ts'
import {
  type Rule,
  validatorsOf,
  task,
  faultsOf,
  drafts,
  JOB,
  always,
  never,
  RULES,
  revising,
} from './writing.ts'

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
