import { describe, expect, it } from 'vitest'
import { SifakaError } from '../../src/core/errors.ts'
import { drafts, never, run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
import { scriptedCritic, scriptedModel } from '../helpers/scripted.ts'

describe('rule 8: it stops early if further iterations are unlikely to help, for exactly one reason', () => {
  it.each([
    ['fixpoint', ['same', 'same'], 2],
    ['cycle', ['a', 'b', 'a'], 3],
    ['plateau', drafts(20), 4],
    ['max-iterations', drafts(20), 3],
  ] as const)('%s', async (stopReason, lines, iterations) => {
    const rules = { maxIterations: stopReason === 'max-iterations' ? 3 : 20 }
    const thought = await run({ generator: scriptedModel(lines), validators: [never] }, rules)
    expect(thought).toMatchObject({ stopReason, outcome: 'exhausted' })
    expect(thought.iterations).toHaveLength(iterations)
  })

  it('does not pay twice for the critique of the same text', async () => {
    const critic = scriptedCritic('critic', [false])
    const thought = await run({ generator: scriptedModel(['same']), critics: [critic] })
    expect(critic.asked()).toBe(1)
    expect(thought.iterations[1]?.critiques).toHaveLength(1)
    expect(thought.usage.calls).toBe(3)
  })

  it('spends nothing if constraints exclude each other', async () => {
    const long = {
      ...never,
      constraints: [{ kind: 'count', unit: 'words', min: 400, max: Infinity }],
    } as const
    const short = {
      ...never,
      constraints: [{ kind: 'count', unit: 'characters', min: 0, max: 300 }],
    } as const
    const generator = scriptedModel(['draft'])
    const thought = await run({ generator, validators: [long, short] })
    expect(thought).toMatchObject({ outcome: 'failed', stopReason: 'infeasible', iterations: [], text: '' })
    expect(thought.error?.message).toContain('at least 400 words do not fit in 300 characters')
    expect(generator.requests).toHaveLength(0)
  })

  it.each([
    ['cancelled', undefined, 'cancelled'],
    ['deadline', new SifakaError('deadline', 'out of time'), 'exhausted'],
    ['budget', new SifakaError('budget', 'out of money'), 'exhausted'],
  ] as const)('%s, keeping the best draft so far', async (stopReason, reason, outcome) => {
    const scope = testScope()
    const generator = scriptedModel(drafts(9), 1000)
    const promise = run({ generator, validators: [never] }, { maxIterations: 9, plateau: 99 }, scope)
    void scope.clock.sleep(2500, new AbortController().signal).then(() => scope.abort(reason))
    expect(await promise).toMatchObject({ stopReason, outcome, text: 'draft 1', durationMs: 2500 })
  })
})

it('resolves if it is aborted between two iterations', async () => {
  const base = testScope()
  const emit: typeof base.emit = ({ type }) => void (type === 'iteration-end' && base.abort())
  const thought = await run({ validators: [never] }, {}, { ...base, emit })
  expect(thought).toMatchObject({ stopReason: 'cancelled', text: 'draft', iterations: { length: 1 } })
})

describe('forced improvements', () => {
  const generator = () => scriptedModel(['good', 'better', 'worse'])
  const scored = (score: number) => ({ needsImprovement: false, score })

  it('revise accepted drafts until the limit, and return the best', async () => {
    const critic = scriptedCritic('critic', [0.5, 0.9, 0.3].map(scored))
    const thought = await run({ generator: generator(), critics: [critic] }, { forceImprovements: true })
    expect(thought).toMatchObject({ outcome: 'accepted', stopReason: 'accepted', text: 'better' })
    expect(thought.iterations).toHaveLength(3)
    expect(thought.iterations[1]?.generation?.messages.at(-1)?.content).toContain('improve what can still')
  })

  it('stay accepted if later drafts are not', async () => {
    const critic = scriptedCritic('critic', [true, false, false])
    const thought = await run({ generator: generator(), critics: [critic] }, { forceImprovements: true })
    expect(thought).toMatchObject({ outcome: 'accepted', text: 'good' })
  })

  it('end at the first accepted draft if they are not asked for', async () => {
    const thought = await run({ generator: generator(), critics: [scriptedCritic('critic', [true])] })
    expect(thought.iterations).toHaveLength(1)
  })
})
