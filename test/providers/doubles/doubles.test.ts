/** Drafts and critics work with the models of today, as far as doubles of them can show. */
import { askAboutDraft } from '../../../src/critics/ask.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Model, ModelRequest } from '../../../src/core/ports.ts'
import { critics } from '../../../src/critics/index.ts'
import { createProviderState } from '../../../src/middleware/provider-state.ts'
import { RetryBudget } from '../../../src/middleware/retry-policy.ts'
import { withRetry } from '../../../src/middleware/with-retry.ts'
import { getByName } from '../../../src/util/lookup.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { poolWithLoopback, type Loopback } from '../loopback.ts'
import { doubles } from './doubles.ts'

let server: Loopback
const pool = poolWithLoopback((opened) => (server = opened))

const state = () =>
  createProviderState({ name: 'double', maxInFlight: 10, startAtMax: true }, new RetryBudget())

describe.each(doubles.map((double) => [double.name, double] as const))('%s', (_, double) => {
  const warnings: string[] = []
  let model: Model
  beforeEach(() => {
    warnings.length = 0
    server.reply = double.reply
    const needs = { name: 'mine', fetch: pool.fetch, warn: (line: string) => void warnings.push(line) }
    model = withRetry(double.provider(server.origin, needs).model('m'), 0, state())
  })
  const write = (more: Partial<ModelRequest> = {}) =>
    model.generate({ messages: [{ role: 'user', content: 'What is rain?' }], ...more }, testScope())

  it.each([true, false])('writes text without its reasoning (streamed: %s)', async (stream) => {
    let streamed = ''
    const onDelta = (text: string) => void (streamed += text)
    const onRestart = () => void (streamed = '')
    const answer = await write({ stream, onDelta, onRestart })
    expect(answer).toMatchObject({ text: 'Rain is water that falls from clouds.', finishReason: 'stop' })
    if (stream) expect(streamed).toBe(answer.text)
  })

  it('writes text with every setting, and says what it does not accept', async () => {
    const { text, dropped = [] } = await write({ temperature: 0.7, seed: 1, maxTokens: 500, effort: 'low' })
    expect(text).toBe('Rain is water that falls from clouds.')
    expect(warnings).toHaveLength(dropped.length)
    for (const setting of dropped) expect(warnings.join('\n')).toContain(setting)
    const requests = server.received.length
    expect(await write({ temperature: 0.7, seed: 1, maxTokens: 500, effort: 'low' })).toMatchObject({ text })
    expect(server.received).toHaveLength(requests + 1)
    expect(warnings).toHaveLength(dropped.length)
  })

  it.each([
    ['reflexion', {}],
    ['constitutional', {}],
    ['self-refine', {}],
    ['prompt', { rubric: 'Is it about rain?' }],
  ])('answers the critic %s at the first try', async (name, options) => {
    const definition = getByName(critics, name, (hint) => new Error(hint))
    const critic = await definition.create(definition.options.parse(options), {
      ask: askAboutDraft,
      critic: () => model,
      generator: model,
    })
    const draft = { prompt: prompt('What is rain?'), text: 'Rain is wet.' }
    const critique = await critic.critique(draft, { history: [], sample: 0 }, testScope())
    expect(critique.needsImprovement).toBe(false)
    const requests = server.received.length
    await critic.critique(draft, { history: [], sample: 1 }, testScope())
    expect(server.received).toHaveLength(requests + 1)
  })
})
