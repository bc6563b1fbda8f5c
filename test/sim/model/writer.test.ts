import { describe, expect, it } from 'vitest'
import { simProfileSchema } from '../../../src/sim/profile.ts'
import { write } from '../../../src/sim/model/writer.ts'
import {
  CASES,
  draftRequest,
  failuresOf,
  flawless,
  TYPICAL_JOB,
  validatorsOf,
  violating,
} from './writer-cases.ts'

describe('a first draft', () => {
  it.each(CASES)('that shall pass has %s', async (_, options) => {
    const validators = await validatorsOf(options)
    for (let number = 0; number < 10; number++) {
      expect(await failuresOf(write(draftRequest(validators), `k${number}`, flawless), validators)).toEqual(
        [],
      )
    }
  })

  it.each(CASES.filter(([name]) => !/^(Markdown|JSON)$|one word|very few|at the start/.test(name)))(
    'that shall fail lacks %s',
    async (_, options) => {
      const validators = await validatorsOf(options)
      for (let number = 0; number < 10; number++) {
        expect(
          await failuresOf(write(draftRequest(validators), `k${number}`, violating), validators),
        ).not.toEqual([])
      }
    },
  )

  it('passes as often as the profile says', async () => {
    const validators = await validatorsOf(TYPICAL_JOB)
    const profile = simProfileSchema.parse({ firstDraftPass: 0.3 })
    const passed = await Promise.all(
      Array.from({ length: 200 }, async (_, number) => {
        const failures = await failuresOf(write(draftRequest(validators), `k${number}`, profile), validators)
        return failures.length === 0
      }),
    )
    expect(passed.filter(Boolean).length / 200).toBeCloseTo(0.3, 1)
  })

  it('is about the topic of the prompt, has paragraphs and about the usual length', () => {
    const text = write(draftRequest([]), 'key', flawless)
    expect(text).toContain('renewable energy benefits')
    expect(text.split('\n\n').length).toBeGreaterThan(1)
    expect(text.split(/\s+/).length).toBeGreaterThan(100)
    expect(text.split(/\s+/).length).toBeLessThan(140)
  })

  it('is equal for equal requests, and differs for different ones', () => {
    expect(write(draftRequest([]), 'key', flawless)).toBe(write(draftRequest([]), 'key', flawless))
    expect(write(draftRequest([]), 'key', flawless)).not.toBe(write(draftRequest([]), 'other', flawless))
  })

  it.each(['', '!!!', 'Ελληνικά και 漢字', 'x'.repeat(100_000)])('is written for any prompt', (text) => {
    expect(write([{ role: 'user', content: text }], 'key', flawless)).toMatch(/\S/)
  })
})
