import { describe, expect, it } from 'vitest'
import { profile } from '../../src/sim/profile.ts'
import { write } from '../../src/sim/model/writer.ts'
import { validatorsOf, task, faultsOf, JOB, always, never, RULES } from './writing.ts'

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
