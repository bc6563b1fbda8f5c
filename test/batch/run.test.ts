import { describe, expect, it } from 'vitest'
import { runBatch } from '../../src/batch/run.ts'
import { ProviderError } from '../../src/core/errors.ts'
import { improve } from '../../src/core/improve.ts'
import type { Model } from '../../src/core/ports.ts'
import { testScope } from '../helpers/scope.ts'
import { policy, prompt, scriptedModel } from '../helpers/scripted.ts'

async function* prompts(count: number) {
  for (let index = 0; index < count; index++) yield prompt(`prompt ${index}`, { id: `p${index}`, index })
}

async function run(generator: Model, scope = testScope(), concurrency = 2) {
  const crew = { generator, validators: [], critics: [] }
  const options = { concurrency, ordered: true, signal: scope.signal }
  const outcomes = []
  const work = (each: ReturnType<typeof prompt>) => improve(each, crew, policy(), scope)
  for await (const { outcome } of runBatch(prompts(50), work, options)) outcomes.push(outcome)
  return outcomes
}

describe('a batch', () => {
  it('gives every prompt its thought', async () => {
    expect(await run(scriptedModel(['text'], 10))).toHaveLength(50)
  })

  it('goes on past errors of single prompts', async () => {
    const outcomes = await run(scriptedModel([new ProviderError('input', 'too long'), 'text']))
    expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(1)
    expect(outcomes).toHaveLength(50)
  })

  it.each(['auth', 'quota', 'not-found'] as const)(
    'stops at an error that is true of every prompt (%s), after what is under way',
    async (kind) => {
      const outcomes = await run(scriptedModel([new ProviderError(kind, 'no')], 10))
      expect(outcomes.length).toBeLessThanOrEqual(3)
    },
  )

  it('admits nothing more once aborted, and ends what is under way', async () => {
    const scope = testScope()
    void scope.clock.sleep(25, new AbortController().signal).then(() => scope.abort())
    const outcomes = await run(scriptedModel(['text'], 10), scope)
    expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'cancelled', 'cancelled'])
  })
})
