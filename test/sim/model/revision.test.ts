import { describe, expect, it } from 'vitest'
import type { Message } from '../../../src/core/types.ts'
import { simProfileSchema } from '../../../src/sim/profile.ts'
import { write } from '../../../src/sim/model/writer.ts'
import { cpuMsOf, expectLinearTime } from '../../helpers/linear-time.ts'
import {
  CASES,
  draftRequest,
  failuresOf,
  flawless,
  revisionRequest,
  TYPICAL_JOB,
  validatorsOf,
  violating,
  writeDrafts,
  type ValidatorOptions,
} from './writer-cases.ts'

describe('a revision', () => {
  it.each(CASES)('that obeys the feedback has %s', async (_, options) => {
    const validators = await validatorsOf(options)
    for (let number = 0; number < 10; number++) {
      const texts = await writeDrafts(violating, validators, 2, `k${number}`)
      expect(await failuresOf(texts.at(-1) ?? '', validators)).toEqual([])
    }
  })

  it('that always obeys does a typical job by the second draft, with 50 keys', async () => {
    const validators = await validatorsOf(TYPICAL_JOB)
    for (let number = 1; number <= 50; number++) {
      const texts = await writeDrafts(simProfileSchema.parse({ obedience: 1 }), validators, 2, String(number))
      expect(await failuresOf(texts.at(-1) ?? '', validators)).toEqual([])
    }
  })

  it('that mostly obeys does a typical job within 8 drafts, with 50 keys', async () => {
    const validators = await validatorsOf(TYPICAL_JOB)
    for (let number = 1; number <= 50; number++) {
      const texts = await writeDrafts(
        simProfileSchema.parse({ obedience: 0.7 }),
        validators,
        8,
        String(number),
      )
      expect(await failuresOf(texts.at(-1) ?? '', validators)).toEqual([])
    }
  })

  it.each<[string, readonly ValidatorOptions[]]>([
    ['the length and the terms of a typical job', TYPICAL_JOB],
    ['a pattern', [{ pattern: { required: 'ref-\\d+' } }]],
    [
      'JSON that matches a schema',
      [{ json: { schema: { type: 'object', properties: { a: { type: 'string' } } } } }],
    ],
  ])('that does not obey still lacks %s, but is another text', async (_, options) => {
    const validators = await validatorsOf(options)
    const texts = await writeDrafts(
      simProfileSchema.parse({ firstDraftPass: 0, obedience: 0 }),
      validators,
      4,
    )
    expect(await failuresOf(texts.at(-1) ?? '', validators)).not.toEqual([])
    expect(new Set(texts).size).toBe(4)
  })

  it('preserves the valid parts of a text that the model did not write', async () => {
    const validators = await validatorsOf([{ length: { max: 30 } }, { content: { required: ['solar'] } }])
    const draft = `# Power\n\nDr. Who likes solar power. ${'Nobody knows why that is so. '.repeat(8)}`
    const text = write(await revisionRequest(draft, validators), 'key', flawless)
    expect(text).toMatch(/^# Power\n\nDr\. Who likes solar power\. Nobody knows/)
    expect(await failuresOf(text, validators)).toEqual([])
  })

  it('cuts a text without any punctuation to the length', async () => {
    const validators = await validatorsOf([{ length: { min: 10, max: 20 } }])
    const draft = 'word '.repeat(700)
    const text = write(await revisionRequest(draft, validators), 'key', flawless)
    expect(await failuresOf(text, validators)).toEqual([])
  })

  it.each([
    ['Add a concrete example.', /For example,/],
    ['principle 3: add examples', /For example,/],
    ['End with a closing sentence.', /In short, [^.]*\.$/],
    ['Be more specific about costs.', /More precisely,/],
  ])("follows a critic's suggestion: %s", async (suggestion, expected) => {
    const draft = write(draftRequest([]), 'key', violating)
    const request = await revisionRequest(draft, [], { suggestions: [suggestion] })
    expect(write(request, 'again', flawless)).toMatch(expected)
  })

  it('of a text that was cut off is shorter', async () => {
    const draft = write(draftRequest([]), 'key', flawless)
    const request = await revisionRequest(draft, [], { finishReason: 'length' })
    expect(write(request, 'again', flawless).length).toBeLessThan(0.81 * draft.length)
  })

  it('abandons a pattern that takes too long', async () => {
    const [task] = draftRequest(await validatorsOf([{ pattern: { forbidden: '^(a+)+$' } }]))
    const messages: Message[] = [
      ...(task ? [task] : []),
      { role: 'assistant', content: `${'a'.repeat(50)}!` },
      { role: 'user', content: 'Add an example.' },
    ]
    // Without the limit, the match would take years.
    expect(await cpuMsOf(() => write(messages, 'key', flawless))).toBeLessThan(30_000)
  })

  it('takes time in proportion to its words', async () => {
    const work = ({ length }: { readonly length: number }) =>
      write(draftRequest([], `Write at least ${length} words`), 'key', flawless)
    expect(work({ length: 100 }).split(/\s+/).length).toBeGreaterThanOrEqual(100)
    await expectLinearTime({
      name: 'writing',
      maxLength: 20_000,
      textOf: (length) => 'x'.repeat(length),
      work,
    })
  })
})
