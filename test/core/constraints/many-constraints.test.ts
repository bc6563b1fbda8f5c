import { expect, it } from 'vitest'
import { findConflict, findConflictInSteps } from '../../../src/core/constraints/find-conflict.ts'
import type { Constraint } from '../../../src/core/constraints/constraint.ts'
import { realScope } from '../../helpers/checks.ts'
import { expectLinearTime } from '../../helpers/linear-time.ts'

const term = (text: string) => ({ term: text, caseSensitive: false, wholeWord: true })

/** Constraints of `count` validators that can all be met together. */
const kinds: Readonly<Record<string, (index: number) => Constraint>> = {
  verdicts: (index) => ({
    kind: 'verdict',
    key: `v${index}`,
    title: `rule ${index}`,
    passes: index % 2 === 0,
  }),
  lengths: (index) => ({ kind: 'count', unit: 'words', min: index, max: Infinity }),
  patterns: (index) => ({ kind: 'matches', source: `a${index}`, flags: '', min: index % 2, max: index % 2 }),
  measures: (index) => ({ kind: 'measure', name: `m${index}`, min: 1, max: 2 }),
  labels: (index) => ({ kind: 'label', name: `l${index}`, anyOf: ['a', 'b'], from: 0 }),
  numbers: (index) => ({
    kind: 'numbers',
    name: `n${index}`,
    atLeast: 1,
    inside: [[{ min: 0, max: 1 }]],
    outside: [],
  }),
}

const validatorsOf = (count: number, of: (index: number) => Constraint) =>
  Array.from({ length: count }, (_, index) => ({ name: `rule${index}`, constraints: [of(index)] }))

it.each(Object.entries(kinds))(
  'the check for contradictions takes time in proportion to the number of rules: %s',
  async (name, of) => {
    await expectLinearTime({
      name,
      textOf: (length) => 'x'.repeat(length),
      maxLength: 10_000,
      work: ({ length }) => expect(findConflict(validatorsOf(length, of))).toBeUndefined(),
    })
  },
)

it('10,000 rules about terms are compared in seconds, and other work goes on meanwhile', async () => {
  const validators = validatorsOf(10_000, (index) => ({
    kind: index % 2 === 0 ? 'includes' : 'excludes',
    ...term(`${index % 2 === 0 ? 'word' : 'term'}${index}`),
  }))
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const started = process.cpuUsage()
  expect(await findConflictInSteps(validators, realScope())).toBeUndefined()
  clearInterval(timer)
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(10)
  expect(turns).toBeGreaterThan(2)
})

it('finds a contradiction among 10,000 rules', () => {
  const validators = validatorsOf(10_000, (index) =>
    index < 9999 ? { kind: 'excludes', ...term(`term${index}`) } : { kind: 'includes', ...term('term77') },
  )
  expect(findConflict(validators)).toContain('"term77" is required, and "term77" is forbidden')
})
