/** Warnings are feedback, but do not affect the outcome. */
import { describe, expect, it } from 'vitest'
import { runValidators } from '../../src/core/assess.ts'
import { selectBest } from '../../src/core/decide.ts'
import { composeMessages } from '../../src/core/feedback.ts'
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

/** As the validator factory creates one. */
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
  it('does not prevent acceptance, and is part of the thought', async () => {
    const thought = await run({ validators: [warning(never)] })
    expect(thought).toMatchObject({
      outcome: 'accepted',
      iterations: [{ validations: [{ passed: false, severity: 'warning' }] }],
    })
    expect((await run({ validators: [never] })).outcome).toBe('exhausted')
  })

  it('does not prevent acceptance if its validator fails to answer, which is no pass', async () => {
    const thought = await run({ validators: [warning(broken)] })
    expect(thought).toMatchObject({
      outcome: 'accepted',
      iterations: [{ validations: [], failures: [{ name: 'broken', severity: 'warning' }] }],
    })
    expect((await run({ validators: [broken] })).outcome).toBe('failed')
  })

  it('lets critics run that run only for valid drafts', async () => {
    const critic = scriptedCritic('critic', [true])
    await run(
      { validators: [warning(never), warning(broken)], critics: [critic] },
      { critique: 'when-valid' },
    )
    expect(critic.asked()).toBe(1)
  })

  it('does not stop fail-fast', async () => {
    const validatorsThatRan = async (first: Validator) => {
      const late = scriptedValidator('late', () => true, { tier: 'local' })
      const { validations } = await runValidators(
        [first, late],
        { prompt: prompt(), text: 'x' },
        'fail-fast',
        testScope(),
      )
      return validations.map(({ validator }) => validator)
    }
    expect(await validatorsThatRan(warning(never))).toEqual(['never', 'late'])
    expect(await validatorsThatRan(never)).toEqual(['never'])
  })

  it('is part of requirements and feedback, with a lower weight than errors', async () => {
    const writer = scriptedModel(['draft'])
    const error = scriptedValidator('error', () => false)
    await run({ generator: writer, validators: [warning(never), error] }, { maxIterations: 2 })
    const [first, second] = writer.requests.map(({ messages }) => messages.at(-1)?.content ?? '')
    expect(first).toContain('- never holds (preferred, not required)\n- error holds')
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
      'passes one error rather than two warnings',
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
      'comes closer to passing an error rather than passing a warning',
      iteration(1, found(false, 'error', 0.9), found(false, 'warning')),
      iteration(2, found(false, 'error', 0.5), found(true, 'warning')),
    ],
    [
      'passes more warnings if all else is equal',
      iteration(1, found(false, 'error'), found(true, 'warning')),
      iteration(2, found(false, 'error'), found(false, 'warning')),
    ],
  ])('%s', (_name, better, worse) => {
    expect(selectBest([worse, better], policy())).toBe(better)
    expect(selectBest([better, worse], policy())).toBe(better)
  })
})

it('asks to keep what a warning has passed', () => {
  const history = [iteration(1, found(false, 'error'), found(true, 'warning'))]
  expect(composeMessages(prompt(), [], history, policy()).at(-1)?.content).toContain(
    'Keep, it is right already:\n- [length] length holds',
  )
})
