import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model, ModelRequest, Validator } from '../../src/core/ports.ts'
import { note } from '../../src/core/scope.ts'
import { run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, scriptedCritic, validation } from '../helpers/scripted.ts'
import { ask, stacked } from './stacking.ts'

/** Streams its texts in turn, a word every 10 ms. */
function streaming(texts: readonly string[], breaksAt = Infinity) {
  const written: string[] = []
  const requests: ModelRequest[] = []
  const model: Model = {
    name: 'test:writer',
    async generate(request, scope) {
      const attempt = requests.push(request) - 1
      const text = texts[Math.min(attempt, texts.length - 1)] ?? ''
      for (const [index, word] of (text.match(/\S+\s*/g) ?? []).entries()) {
        await scope.clock.sleep(10, scope.signal)
        if (attempt === 0 && index === breaksAt) throw new ProviderError('stream', 'broke off')
        written[attempt] = (written[attempt] ?? '') + word
        if (request.stream) note(scope, 'text-delta', { text: word })
      }
      const outputTokens = Math.ceil(text.length / 4)
      return answer({ text, usage: { ...answer().usage, outputTokens } })
    },
  }
  return { model, written, requests }
}

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ')
const atMost = (most: number): Validator => {
  const judge = (text: string) => {
    const measured = text.split(/\s+/).length
    return validation({
      passed: measured <= most,
      score: 0,
      measured,
      message: `${measured} words, must be at most ${most}`,
    })
  }
  return {
    name: 'length',
    tier: 'instant',
    requirement: `at most ${most} words`,
    validate: ({ text }) => judge(text),
    prefix: (text) => (judge(text).passed ? undefined : judge(text)),
  }
}
const judge = (text: string) => atMost(20).prefix?.(text)

describe('a text that nothing can mend any more', () => {
  it('is given up while it is written, and says why', async () => {
    const { model, written } = streaming([words(500)])
    const scope = testScope()
    const cut = await stacked(model).generate({ ...ask('Write.'), judge }, scope)
    expect(cut).toMatchObject({
      finishReason: 'cut',
      cut: { validator: 'length', passed: false },
      usage: { calls: 1 },
    })
    expect(cut.text).toBe(written[0])
    expect(written[0]?.split(' ').length).toBeLessThan(30)
    expect(scope.events.filter(({ type }) => type === 'draft-cut')).toHaveLength(1)
    expect(scope.events.at(-1)).toMatchObject({ type: 'call-end' })
  })

  it('tells how many tokens that saved, once it is known how long texts are', async () => {
    const { model } = streaming([words(15), words(500)])
    const scope = testScope()
    const call = stacked(model)
    const long = {
      ...ask('Write.'),
      judge: (text: string) => (text.includes('word15') ? judge(words(30)) : undefined),
    }
    await call.generate({ ...ask('First.'), judge }, scope)
    const { usage } = await call.generate(long, scope)
    const [event] = scope.events.filter(({ type }) => type === 'draft-cut')
    expect(event).toMatchObject({ savedTokens: Math.max(0, 23 - usage.outputTokens) })
  })

  it('is judged from its start again when the stream broke off and is tried once more', async () => {
    const { model } = streaming([words(19), words(19)], 15)
    const whole = await stacked(model).generate({ ...ask('Write.'), judge }, testScope())
    expect(whole).toMatchObject({ finishReason: 'stop', text: words(19) })
  })
})

describe('a draft that was given up', () => {
  it('is not accepted, asked nobody about, and the writer is told why', async () => {
    const { model, requests } = streaming([words(500), words(10)])
    const critic = scriptedCritic('c', [true])
    const thought = await run({ generator: stacked(model), validators: [atMost(20)], critics: [critic] })
    expect(thought).toMatchObject({ outcome: 'accepted', text: words(10), bestIteration: 2 })
    expect(thought.iterations[0]).toMatchObject({
      validations: [{ passed: false }],
      critiques: [],
      failures: [],
    })
    expect(critic.asked()).toBe(1)
    const told = requests[1]?.messages.at(-1)?.content
    expect(told).toContain('words, must be at most 20')
    expect(told).toContain('Your draft was stopped there, unfinished')
  })

  it('is never the last one: a text that is returned is whole', async () => {
    const { model, written } = streaming([words(500)])
    const thought = await run({ generator: stacked(model), validators: [atMost(20)] }, { maxIterations: 2 })
    expect(thought).toMatchObject({ outcome: 'exhausted', text: words(500), bestIteration: 2 })
    expect(written[0]?.length).toBeLessThan(words(500).length)
  })

  it('comes whole where streaming is switched off', async () => {
    const { model, requests } = streaming([words(500)])
    await run({ generator: stacked(model), validators: [atMost(20)] }, { maxIterations: 2, stream: false })
    expect(requests[0]?.stream).toBeUndefined()
  })
})
