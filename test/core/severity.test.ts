/** What a warning changes, and what it must not. */
import { describe, expect, it } from 'vitest'
import { askValidators } from '../../src/core/assess.ts'
import { best } from '../../src/core/decide.ts'
import { compose } from '../../src/core/feedback.ts'
import type { Validator } from '../../src/core/ports.ts'
import type { Iteration } from '../../src/core/types.ts'
import { run } from '../helpers/loop.ts'
import {
  answer,
  policy,
  prompt,
  scriptedCritic,
  scriptedModel,
  scriptedValidator,
  validation,
} from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

/** As the workshop makes one. */
const warning = (inner: Validator): Validator => ({
  ...inner,
  severity: 'warning',
  validate: async (draft, scope) => ({ ...(await inner.validate(draft, scope)), severity: 'warning' }),
})

const never = scriptedValidator('never', () => false)
const broken = scriptedValidator('broken', () => {
  throw new Error('cannot')
})

describe('a warning', () => {
  it('does not stand in the way of acceptance, and is in the record', async () => {
    const thought = await run({ validators: [warning(never)] })
    expect(thought).toMatchObject({
      outcome: 'accepted',
      iterations: [{ validations: [{ passed: false, severity: 'warning' }] }],
    })
    expect((await run({ validators: [never] })).outcome).toBe('exhausted')
  })

  it('that cannot be given does not either, and is no pass', async () => {
    const thought = await run({ validators: [warning(broken)] })
    expect(thought).toMatchObject({
      outcome: 'accepted',
      iterations: [{ validations: [], failures: [{ name: 'broken', severity: 'warning' }] }],
    })
    expect((await run({ validators: [broken] })).outcome).toBe('failed')
  })

  it('lets critics be asked who wait for a valid draft', async () => {
    const critic = scriptedCritic('critic', [true])
    await run(
      { validators: [warning(never), warning(broken)], critics: [critic] },
      { critique: 'when-valid' },
    )
    expect(critic.asked()).toBe(1)
  })

  it('does not stop fail-fast', async () => {
    const asked = async (first: Validator) => {
      const late = scriptedValidator('late', () => true, { tier: 'local' })
      const { answered } = await askValidators(
        [first, late],
        { prompt: prompt(), text: 'x' },
        'fail-fast',
        testScope(),
      )
      return answered.map(({ validator }) => validator)
    }
    expect(await asked(warning(never))).toEqual(['never', 'late'])
    expect(await asked(never)).toEqual(['never'])
  })

  it('is told to the writer with less weight, before and after', async () => {
    const writer = scriptedModel(['draft'])
    const error = scriptedValidator('error', () => false)
    await run({ generator: writer, validators: [warning(never), error] }, { maxIterations: 2 })
    const [first, second] = writer.requests.map(({ messages }) => messages.at(-1)?.content ?? '')
    expect(first).toContain('- never holds (wished for, not required)\n- error holds')
    expect(second).toMatch(/1\. \[error\] error fails\n2\. \[never\] never fails/)
  })
})

const iteration = (index: number, ...validations: Iteration['validations']): Iteration => ({
  index,
  generation: { ...answer({ text: `draft ${index}` }), messages: [], durationMs: 1 },
  validations,
  critiques: [],
  failures: [],
})
const found = (passed: boolean, severity: 'error' | 'warning', score = passed ? 1 : 0) => ({
  ...validation({ passed, score, ...(severity === 'warning' ? { severity } : {}) }),
  durationMs: 1,
})

describe('the best draft', () => {
  it.each<[string, Iteration, Iteration]>([
    [
      'keeps a rule rather than two wishes',
      iteration(
        1,
        found(true, 'error'),
        found(false, 'error'),
        found(false, 'warning'),
        found(false, 'warning'),
      ),
      iteration(
        2,
        found(false, 'error'),
        found(false, 'error'),
        found(true, 'warning'),
        found(true, 'warning'),
      ),
    ],
    [
      'comes nearer to a rule rather than fulfilling a wish',
      iteration(1, found(false, 'error', 0.9), found(false, 'warning')),
      iteration(2, found(false, 'error', 0.5), found(true, 'warning')),
    ],
    [
      'fulfils a wish if all else is equal',
      iteration(1, found(false, 'error'), found(true, 'warning')),
      iteration(2, found(false, 'error'), found(false, 'warning')),
    ],
  ])('%s', (_name, better, worse) => {
    expect(best([worse, better], policy())).toBe(better)
    expect(best([better, worse], policy())).toBe(better)
  })
})

it('a wish that is fulfilled is kept', () => {
  const history = [iteration(1, found(false, 'error'), found(true, 'warning'))]
  expect(compose(prompt(), [], history, policy()).at(-1)?.content).toContain(
    'Keep, it is right already:\n- [length] length holds',
  )
})
