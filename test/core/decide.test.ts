import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { best, compare } from '../../src/core/decide.ts'
import type { Critique, Iteration, Validation } from '../../src/core/types.ts'
import { answer, critique, policy, validation } from '../helpers/scripted.ts'

const timed = <T>(value: T) => ({ ...value, durationMs: 1 })
const passes = validation()
const fails = (score: number) => validation({ passed: false, score })
const approves = critique()
const objects = critique({ needsImprovement: true })

const iterationOf = (found: (Validation | Critique)[], index: number): Iteration => ({
  index,
  generation: timed({ ...answer({ text: `draft ${index}` }), messages: [] }),
  validations: found.filter((each) => 'validator' in each).map(timed),
  critiques: found.filter((each) => 'critic' in each).map(timed),
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
      'comes nearer where as many pass',
      [
        [passes, fails(0.4)],
        [passes, fails(0.6)],
      ],
      2,
    ],
    [
      'pleases more critics where the facts are equal',
      [
        [objects, objects],
        [approves, objects],
        [objects, objects],
      ],
      2,
    ],
    [
      'weighs facts before opinions',
      [
        [passes, objects],
        [fails(0.9), approves],
      ],
      1,
    ],
    [
      'is the earlier of equals',
      [
        [passes, objects],
        [passes, objects],
      ],
      1,
    ],
    ['takes silence for no approval', [[fails(0.5), approves, objects], [fails(0.5)]], 1],
  ])('%s', (_, found, expected) => {
    const iterations = found.map((each, index) => iterationOf(each, index + 1))
    expect(best(iterations, policy({ quorum: 'unanimous' }))?.index).toBe(expected)
  })

  it('is never worse than any other, whatever the drafts, and the first of those as good', () => {
    const found = fc.oneof(
      fc.constantFrom(passes, approves, objects),
      fc.double({ min: 0, max: 1, noNaN: true }).map(fails),
    )
    fc.assert(
      fc.property(fc.array(fc.array(found, { maxLength: 4 }), { minLength: 1, maxLength: 6 }), (drafts) => {
        const iterations = drafts.map((each, index) => iterationOf(each, index + 1))
        const chosen = best(iterations, policy())
        expect(chosen).toBeDefined()
        for (const other of iterations) {
          if (!chosen || other === chosen) continue
          const better = compare(chosen, other, policy())
          if (other.index < chosen.index) expect(better).toBeGreaterThan(0)
          else expect(better).toBeGreaterThanOrEqual(0)
          expect(compare(other, chosen, policy()) + better === 0).toBe(true)
        }
      }),
    )
  })

  it('is none where no draft can be used', () => {
    const refusal = {
      ...iterationOf([], 1),
      generation: timed({ ...answer({ finishReason: 'refusal' }), messages: [] }),
    }
    expect(best([refusal, { ...refusal, generation: null }], policy())).toBeUndefined()
  })
})
