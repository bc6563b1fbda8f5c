/** What a model refuses is left out of requests to it, or renamed, once, and remembered. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../../src/core/ports.ts'
import { anthropic } from '../../../src/providers/anthropic.ts'
import { openai } from '../../../src/providers/openai.ts'
import { testScope } from '../../helpers/scope.ts'
import { hello } from '../asking.ts'
import { dialects, spoken } from '../dialects.ts'
import { sendEvents, sendJson, type Loopback } from '../loopback.ts'
import { chatAnswer, claudeEvents, modelOf, openBench, refusing } from './bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
let server: Loopback
beforeEach(async () => {
  bench = await openBench()
  server = bench.server
})
afterEach(() => bench.close())

describe('a setting that a model refuses is left out', () => {
  it.each<[string, Partial<ModelRequest>, string, string, number]>([
    ['temperature', { temperature: 0.3 }, 'temperature', "Unsupported value: 'temperature'", 400],
    ['temperature', { temperature: 0.3 }, 'temperature', 'temperature: Extra inputs are not permitted', 422],
    ['seed', { seed: 3 }, 'seed', 'Argument not supported on this model: seed', 400],
    ['effort', { effort: 'low' }, 'reasoning_effort', 'Unrecognized request argument: reasoning_effort', 400],
    ['serviceTier', { serviceTier: 'priority' }, 'service_tier', 'service_tier is not supported', 400],
  ])('%s (%j)', async (setting, request, field, message, status) => {
    server.reply = refusing([field], () => message, status)
    const model = modelOf(bench.createServer())
    const answer = await model.generate({ ...hello, ...request }, testScope())
    expect(answer).toMatchObject({ text: spoken.text, dropped: [setting], usage: { calls: 1, retries: 1 } })
    expect(bench.bodies().map((body) => field in body)).toEqual([true, false])
    expect(bench.warnings).toEqual([expect.stringContaining(`mine:m does not accept ${setting}`)])
    expect(bench.warnings[0]).toContain(message)
    // Remembered.
    await model.generate({ ...hello, ...request }, testScope())
    expect(server.received).toHaveLength(3)
    expect(bench.warnings).toHaveLength(1)
  })

  it('but only for the model that refused it', async () => {
    server.reply = (response, { body }) =>
      body['model'] === 'm' && body['temperature'] !== undefined
        ? sendJson(response, { error: { message: 'no temperature' } }, { status: 400 })
        : sendJson(response, chatAnswer())
    const provider = bench.createServer()
    await modelOf(provider).generate({ ...hello, temperature: 1 }, testScope())
    await provider.model('other').generate({ ...hello, temperature: 1 }, testScope())
    expect(bench.bodies().at(-1)).toMatchObject({ model: 'other', temperature: 1 })
  })

  it('several of them one after the other', async () => {
    const fields = ['temperature', 'seed', 'reasoning_effort']
    server.reply = refusing(fields, (field) => `Unknown parameter: ${field}`)
    const request: ModelRequest = { ...hello, temperature: 1, seed: 1, effort: 'low' }
    const answer = await modelOf(bench.createServer()).generate(request, testScope())
    expect(answer).toMatchObject({ text: spoken.text, dropped: ['temperature', 'seed', 'effort'] })
    expect(bench.warnings).toHaveLength(3)
  })

  it('silently, if it was only a default', async () => {
    const events = dialects.find(({ name }) => name === 'mine')?.events(spoken) ?? []
    server.reply = (response, { body }) =>
      body['stream_options']
        ? sendJson(response, { detail: [{ loc: ['body', 'stream_options'], msg: 'Extra' }] }, { status: 422 })
        : sendEvents(response, events)
    const answer = await modelOf(bench.createServer()).generate({ ...hello, stream: true }, testScope())
    expect(answer).not.toHaveProperty('dropped')
    expect(bench.warnings).toEqual([])
  })

  it('also for concurrent calls, each of which is refused at most once', async () => {
    server.reply = refusing(['temperature'], () => 'no temperature')
    const model = modelOf(bench.createServer())
    const calls = Array.from({ length: 8 }, () => model.generate({ ...hello, temperature: 1 }, testScope()))
    for (const answer of await Promise.all(calls)) expect(answer.dropped).toEqual(['temperature'])
    expect(server.received.length).toBeLessThanOrEqual(16)
    expect(bench.warnings).toHaveLength(1)
  })

  it('and an error that names nothing sent is final', async () => {
    server.reply = refusing(['messages'], () => 'Invalid prompt. See temperature and seed in the manual.')
    await expect(modelOf(bench.createServer()).generate(hello, testScope())).rejects.toMatchObject({
      kind: 'input',
    })
    expect(server.received).toHaveLength(1)
  })

  it('and one that is refused although it was left out is final', async () => {
    server.reply = (response) => sendJson(response, { error: { message: 'temperature!' } }, { status: 400 })
    const call = modelOf(bench.createServer()).generate({ ...hello, temperature: 1 }, testScope())
    await expect(call).rejects.toMatchObject({ kind: 'input', status: 400 })
    expect(server.received).toHaveLength(2)
  })

  it('or never sent, if the API does not have it', async () => {
    server.reply = (response) => sendEvents(response, claudeEvents(spoken))
    const provider = anthropic.create({ baseUrl: server.origin }, bench.needs)
    const answer = await provider.model('m').generate({ ...hello, seed: 1, serviceTier: 'flex' }, testScope())
    expect(answer.dropped).toEqual(['seed', 'serviceTier'])
    expect(bench.bodies()).toHaveLength(1)
    expect(bench.warnings).toHaveLength(2)
  })
})

describe('a token limit', () => {
  it.each([
    [
      'max_tokens',
      "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
      () => bench.createServer(),
    ],
    [
      'max_completion_tokens',
      'max_completion_tokens: Extra inputs are not permitted',
      () => openai.create({ baseUrl: server.origin }, bench.needs),
    ],
  ])('is sent under its other name if %s is refused, and never left out', async (field, message, create) => {
    server.reply = refusing([field], () => message)
    const answer = await modelOf(create()).generate({ ...hello, maxTokens: 50 }, testScope())
    expect(answer).not.toHaveProperty('dropped')
    const other = field === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'
    expect(bench.bodies()[1]).toMatchObject({ [other]: 50 })
    expect(bench.warnings).toEqual([])
  })

  it('that is refused under both names is an error', async () => {
    server.reply = refusing(['max_tokens', 'max_completion_tokens'], (field) => `Unknown parameter: ${field}`)
    const call = modelOf(bench.createServer()).generate({ ...hello, maxTokens: 50 }, testScope())
    await expect(call).rejects.toMatchObject({ kind: 'input' })
    expect(server.received).toHaveLength(2)
  })

  it('is not renamed because a prompt is too long', async () => {
    const message = "This model's maximum context length is 100 tokens. Reduce the prompt or max_tokens."
    server.reply = refusing(['max_tokens'], () => message)
    const call = modelOf(bench.createServer()).generate({ ...hello, maxTokens: 50 }, testScope())
    await expect(call).rejects.toMatchObject({ kind: 'input' })
    expect(server.received).toHaveLength(1)
  })

  it("of Anthropic is the model's maximum, if the default is above it", async () => {
    server.reply = (response, { body }) =>
      Number(body['max_tokens']) > 4096
        ? sendJson(
            response,
            {
              error: {
                message: 'max_tokens: 16000 > 4096, which is the maximum allowed number of output tokens',
              },
            },
            { status: 400 },
          )
        : sendEvents(response, claudeEvents(spoken))
    const model = modelOf(anthropic.create({ baseUrl: server.origin }, bench.needs))
    await model.generate(hello, testScope())
    expect(bench.bodies().map((body) => body['max_tokens'])).toEqual([16_000, 4096])
    const another = modelOf(anthropic.create({ baseUrl: server.origin }, bench.needs))
    const own = another.generate({ ...hello, maxTokens: 9000 }, testScope())
    await expect(own).rejects.toMatchObject({ kind: 'input' })
    expect(bench.bodies()).toHaveLength(3)
  })
})
