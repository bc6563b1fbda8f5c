import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseRows, countChosen, type RowChoice } from '../../../src/cli/input/choose-rows.ts'

/** The rows that are taken of so many, counted from 1. */
function taken(choice: RowChoice, total: number, known: number | undefined = total): number[] {
  const chooser = chooseRows(choice, known)
  const rows: number[] = []
  for (let row = 1; row <= total && !chooser.ended; row++) if (chooser.takeNext()) rows.push(row)
  return rows
}

it.each<[RowChoice, number[]]>([
  [{}, [1, 2, 3, 4, 5]],
  [{ limit: 2 }, [1, 2]],
  [{ limit: 9 }, [1, 2, 3, 4, 5]],
  [{ range: { from: 2, to: 3 } }, [2, 3]],
  [{ range: { from: 4, to: Infinity } }, [4, 5]],
  [{ range: { from: 1, to: 2 } }, [1, 2]],
  [{ range: { from: 6, to: 9 } }, []],
  [{ range: { from: 2, to: 4 }, limit: 2 }, [2, 3]],
  [{ sample: 5 }, [1, 2, 3, 4, 5]],
  [{ sample: 9 }, [1, 2, 3, 4, 5]],
  [{ sample: 9, range: { from: 2, to: 3 } }, [2, 3]],
])('%j of five rows are %j', (choice, rows) => {
  expect(taken(choice, 5)).toEqual(rows)
  expect(countChosen(choice, 5)).toBe(rows.length)
  if (choice.sample === undefined) expect(taken(choice, 5, undefined)).toEqual(rows)
})

it('ends with the last row that is chosen, without asking for another', () => {
  const chooser = chooseRows({ limit: 2 })
  chooser.takeNext()
  expect(chooser.ended).toBe(false)
  chooser.takeNext()
  expect(chooser.ended).toBe(true)
})

describe('a sample', () => {
  it('has the wanted number of different rows, in order, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.nat(), (sample, total, seed) => {
        const rows = taken({ sample, seed }, total)
        expect(rows).toHaveLength(Math.min(sample, total))
        expect(rows).toEqual([...new Set(rows)].toSorted((one, other) => one - other))
        expect(taken({ sample, seed }, total)).toEqual(rows)
      }),
    )
  })

  it('takes each row equally often over many seeds', () => {
    const counts = Array.from({ length: 10 }, () => 0)
    for (let seed = 0; seed < 5000; seed++)
      for (const row of taken({ sample: 3, seed }, 10)) counts[row - 1] = (counts[row - 1] ?? 0) + 1
    // 1500 of 5000 expected; the bound is six standard deviations.
    for (const count of counts) expect(Math.abs(count - 1500)).toBeLessThan(6 * Math.sqrt(5000 * 0.3 * 0.7))
  })

  it('and then a limit leave the first of the sample', () => {
    expect(taken({ sample: 8, limit: 3, seed: 4 }, 100)).toEqual(
      taken({ sample: 8, seed: 4 }, 100).slice(0, 3),
    )
  })
})
