import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { noUsage, collectWaste } from '../../src/core/usage.ts'
import { Budget } from '../../src/middleware/budget.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'
import { stacked, userRequest } from './stacking.ts'

const request = userRequest('a prompt of forty characters, more or less')

/** Answers ten tokens of input with twenty of output, after one attempt that ends in this way. */
const failsOnce = (error: Error, received = ''): Model => {
  let attempts = 0
  return {
    name: 'test:writer',
    async generate({ onDelta }) {
      if (++attempts > 1)
        return answer({ usage: { ...noUsage, calls: 1, inputTokens: 10, outputTokens: 20 } })
      onDelta?.(received)
      throw error
    },
  }
}

const hangsAfterOnce = (model: Model): Model => {
  let sent = 0
  return {
    ...model,
    generate: (request, scope) =>
      sent++ === 0 ? model.generate(request, scope) : new Promise(() => undefined),
  }
}

async function wasteOf(model: Model) {
  const { scope, wasted } = collectWaste(testScope())
  await stacked(model).generate(request, scope)
  return wasted()
}

describe('a failed attempt', () => {
  it('costs its input and what was received of a stream', async () => {
    const cut = new ProviderError('stream', 'cut')
    expect(await wasteOf(failsOnce(cut, 'four'))).toMatchObject({
      attempts: 1,
      inputTokens: 11,
      outputTokens: 1,
    })
  })

  it.each([
    ['a reset', new ProviderError('connection', 'reset')],
    ['a timeout', new ProviderError('timeout', 'too slow')],
    ['a malformed answer', new ProviderError('answer-unusable', 'no JSON', { status: 200 })],
  ])('of which nothing arrived may have cost a whole answer: %s', async (_, error) => {
    expect(await wasteOf(failsOnce(error))).toMatchObject({
      attempts: 1,
      inputTokens: 11,
      outputTokens: 1024,
    })
  })

  it.each([
    ['was refused by the host', new ProviderError('connection', 'ECONNREFUSED', { isUnsent: true })],
    ['was answered with 500', new ProviderError('server', 'failed', { status: 500 })],
    ['was throttled', new ProviderError('throttle', 'slow down', { status: 429 })],
    [
      'reported its usage',
      new ProviderError('answer-unusable', 'empty', { usage: { ...noUsage, calls: 1 } }),
    ],
  ])('costs nothing beside its usage if it %s', async (_, error) => {
    expect(await wasteOf(failsOnce(error))).toMatchObject({ attempts: 0, inputTokens: 0, outputTokens: 0 })
  })

  it.each(['during the next attempt', 'during the wait before it'])(
    'counts as reported if its answer could not be used and the call is aborted %s',
    async (moment) => {
      const usage = { ...noUsage, calls: 1, inputTokens: 7, outputTokens: 3 }
      const kind = moment === 'during the next attempt' ? 'adapted' : 'answer-unusable'
      const model = hangsAfterOnce(failsOnce(new ProviderError(kind, 'prose', { usage })))
      const outer = testScope()
      const { scope, wasted } = collectWaste(outer)
      const call = stacked(model).generate(request, scope)
      while (outer.events.every(({ type }) => type !== 'call-retry')) await Promise.resolve()
      outer.abort(new Error('stop'))
      await expect(call).rejects.toThrow('stop')
      expect(wasted()).toMatchObject({ attempts: 1, inputTokens: 7, outputTokens: 3 })
    },
  )

  it('counts at the moment of an abort, and towards the budget', async () => {
    const silent: Model = { name: 'test:writer', generate: () => new Promise(() => undefined) }
    const outer = testScope()
    const { scope, wasted } = collectWaste(outer)
    const budget = new Budget({ maxTokens: 6000 })
    stacked(silent, { budget })
      .generate(request, scope)
      .catch(() => undefined)
    while (outer.events.every(({ type }) => type !== 'call-sent')) await Promise.resolve()
    outer.abort('stop')
    expect(wasted()).toMatchObject({ attempts: 1, outputTokens: 1024 })
    expect(budget.tryReserve({ costUsd: 0, inputTokens: 0, outputTokens: 4096 })).toBeUndefined()
  })
})
