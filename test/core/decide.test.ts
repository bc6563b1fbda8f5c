import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareQuality, selectBest } from '../../src/core/decide.ts'
import type { Critique, Iteration, Validation } from '../../src/core/types.ts'
import { answer, critique, policy, validation } from '../helpers/scripted.ts'

const timed = <T>(value: T) => ({ ...value, durationMs: 1 })
const passes = validation()
const fails = (score: number) => validation({ passed: false, score })
const approves = critique()
const objects = critique({ needsImprovement: true })

const iterationOf = (results: (Validation | Critique)[], index: number): Iteration => ({
  index,
  generation: timed({ ...answer({ text: `draft ${index}` }), messages: [] }),
  validations: results.filter((each) => 'validator' in each).map(timed),
  critiques: results.filter((each) => 'critic' in each).map(timed),
  failures: [],
})

describe('the best draft', () => {
  it.each<[string, (Validation | Critique)[][], number]>([
    [
      'passes more validators, whatever the scores',
      [
        [fails(0.9), fails(0.9)],
        [passes, fails(0)],
      ],
      2,
    ],
    [
      'has the higher score if as many validators pass',
      [
        [passes, fails(0.4)],
        [passes, fails(0.6)],
      ],
      2,
    ],
    [
      'has more approvals if the validations are equal',
      [
        [objects, objects],
        [approves, objects],
        [objects, objects],
      ],
      2,
    ],
    [
      'is decided by validations before critiques',
      [
        [passes, objects],
        [fails(0.9), approves],
      ],
      1,
    ],
    [
      'is the earlier one of equals',
      [
        [passes, objects],
        [passes, objects],
      ],
      1,
    ],
    ['has no approvals without critiques', [[fails(0.5), approves, objects], [fails(0.5)]], 1],
  ])('%s', (_, drafts, expected) => {
    const iterations = drafts.map((each, index) => iterationOf(each, index + 1))
    expect(selectBest(iterations, policy({ quorum: 'unanimous' }))?.index).toBe(expected)
  })

  it('is never worse than another, and the first of equals, for any drafts', () => {
    const result = fc.oneof(
      fc.constantFrom(passes, approves, objects),
      fc.double({ min: 0, max: 1, noNaN: true }).map(fails),
    )
    fc.assert(
      fc.property(fc.array(fc.array(result, { maxLength: 4 }), { minLength: 1, maxLength: 6 }), (drafts) => {
        const iterations = drafts.map((each, index) => iterationOf(each, index + 1))
        const chosen = selectBest(iterations, policy())
        expect(chosen).toBeDefined()
        for (const other of iterations) {
          if (!chosen || other === chosen) continue
          const better = compareQuality(chosen, other, policy())
          if (other.index < chosen.index) expect(better).toBeGreaterThan(0)
          else expect(better).toBeGreaterThanOrEqual(0)
          expect(compareQuality(other, chosen, policy()) + better === 0).toBe(true)
        }
      }),
    )
  })

  it('is undefined if no draft can be assessed', () => {
    const refusal = {
      ...iterationOf([], 1),
      generation: timed({ ...answer({ finishReason: 'refusal' }), messages: [] }),
    }
    expect(selectBest([refusal, { ...refusal, generation: null }], policy())).toBeUndefined()
  })
})
