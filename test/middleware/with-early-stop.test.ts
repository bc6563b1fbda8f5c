import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model, ModelRequest } from '../../src/core/ports.ts'
import { run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, scriptedCritic } from '../helpers/scripted.ts'
import { stacked, userRequest } from './stacking.ts'
import { atMost, words } from './words.ts'

/** Streams its texts in turn, one word per 10 ms; the first attempt may break off before this word. */
function streamingModel(texts: readonly string[], breaksAt = Infinity) {
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
        if (request.stream) request.onDelta?.(word)
      }
      const outputTokens = Math.ceil(text.length / 4)
      return answer({ text, usage: { ...answer().usage, outputTokens } })
    },
  }
  return { model, written, requests }
}

const validatePrefix = (text: string) => atMost(20).validatePrefix?.(text)
const request: ModelRequest = { ...userRequest('Write.'), validatePrefix }

describe('an unfinished text with a fault that no continuation can mend', () => {
  it('is cut and returned with its fault', async () => {
    const { model, written } = streamingModel([words(500)])
    const scope = testScope()
    const cut = await stacked(model).generate(request, scope)
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

  it('reports the tokens saved, compared with the average length of answers', async () => {
    const { model } = streamingModel([words(15), words(500)])
    const scope = testScope()
    const calls = stacked(model)
    const failsAtWord15 = (text: string) => (text.includes('word15') ? validatePrefix(words(30)) : undefined)
    await calls.generate({ ...userRequest('First.'), validatePrefix }, scope)
    const { usage } = await calls.generate({ ...request, validatePrefix: failsAtWord15 }, scope)
    const [event] = scope.events.filter(({ type }) => type === 'draft-cut')
    expect(event).toMatchObject({ savedTokens: Math.max(0, 23 - usage.outputTokens) })
  })

  it('is returned although its stream breaks off before the call is aborted', async () => {
    const { model, written, requests } = streamingModel([words(500)], 23)
    const cut = await stacked(model).generate(request, testScope())
    expect(cut).toMatchObject({ finishReason: 'cut', text: written[0] })
    expect(requests).toHaveLength(1)
  })
})

it('a text whose stream broke off is judged without the deltas of the failed attempt', async () => {
  const { model } = streamingModel([words(19), words(19)], 15)
  const complete = await stacked(model).generate(request, testScope())
  expect(complete).toMatchObject({ finishReason: 'stop', text: words(19) })
})

describe('a draft that was cut', () => {
  it('is not accepted and not reviewed, and the next request contains its fault', async () => {
    const { model, requests } = streamingModel([words(500), words(10)])
    const critic = scriptedCritic('c', [true])
    const thought = await run({ generator: stacked(model), validators: [atMost(20)], critics: [critic] })
    expect(thought).toMatchObject({ outcome: 'accepted', text: words(10), bestIteration: 2 })
    expect(thought.iterations[0]).toMatchObject({
      validations: [{ passed: false }],
      critiques: [],
      failures: [],
    })
    expect(critic.asked()).toBe(1)
    const feedback = requests[1]?.messages.at(-1)?.content
    expect(feedback).toContain('words, must be at most 20')
    expect(feedback).toContain('Your draft was stopped there, unfinished')
  })

  it('is never the last one: the text that is returned is complete', async () => {
    const { model, written } = streamingModel([words(500)])
    const thought = await run({ generator: stacked(model), validators: [atMost(20)] }, { maxIterations: 2 })
    expect(thought).toMatchObject({ outcome: 'exhausted', text: words(500), bestIteration: 2 })
    expect(written[0]?.length).toBeLessThan(words(500).length)
  })
})

it('no draft is cut when streaming is off', async () => {
  const { model, requests, written } = streamingModel([words(500)])
  await run({ generator: stacked(model), validators: [atMost(20)] }, { maxIterations: 2, stream: false })
  expect(requests[0]?.stream).toBeUndefined()
  expect(written[0]).toBe(words(500))
})
