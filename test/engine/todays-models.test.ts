/** The whole engine over real HTTP with what the models of today answer. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { toRecord } from '../../src/core/record.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { prompt } from '../helpers/scripted.ts'
import { loopback, sendJson, type Loopback } from '../providers/loopback.ts'

let server: Loopback
let other: Loopback
let warnings: string[]
beforeEach(async () => {
  server = await loopback()
  other = await loopback()
  warnings = []
})
afterEach(async () => {
  await server.close()
  await other.close()
})

const create = (settings: SettingsInput) => {
  const registry = builtInRegistry()
  const { signal } = new AbortController()
  const given: SettingsInput = {
    model: 'mine:m',
    critics: [],
    providers: { mine: { baseUrl: server.origin }, other: { baseUrl: other.origin } },
    ...settings,
  }
  const warn = (line: string) => void warnings.push(line)
  return createEngine(parseSettings(given, registry), { registry, env: {}, signal, warn })
}

const answer = (content: string | null, usage: object = {}) => ({
  choices: [{ message: { content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150, ...usage },
})

describe('the budget', () => {
  const PRICE = { input: 100, cachedInput: 10, output: 1000 }

  it.each([0.5, 1, 3])(
    'of $%f holds on the server, with reasoning, unusable answers and cached tokens',
    async (maxCost) => {
      let billedUsd = 0
      let requests = 0
      server.reply = (response) => {
        requests++
        const cached = requests % 3 === 0 ? 60 : 0
        const output = 50 + (requests % 2 === 0 ? 200 : 0)
        billedUsd += ((100 - cached) * PRICE.input + cached * PRICE.cachedInput + output * PRICE.output) / 1e6
        sendJson(
          response,
          answer(requests % 5 === 0 ? null : 'Rain is wet.', {
            // Reasoning counts only in the total.
            total_tokens: 100 + output,
            prompt_cache_hit_tokens: cached,
          }),
        )
      }
      const engine = await create({ maxCost, prices: { 'mine:m': PRICE }, maxTokens: 400, concurrency: 10 })
      const prompts = Array.from({ length: 40 }, (_, index) =>
        prompt(`Write ${index}.`, { id: `p${index}`, index }),
      )
      const thoughts = await Promise.all(prompts.map((each) => engine.improve(each)))
      await engine.close()
      expect(billedUsd).toBeLessThanOrEqual(maxCost)
      const recorded = thoughts.reduce((sum, { usage }) => sum + (usage.costUsd ?? Number.NaN), 0)
      expect(recorded).toBeCloseTo(billedUsd, 9)
      expect(thoughts.some(({ stopReason }) => stopReason === 'budget')).toBe(billedUsd + 0.5 > maxCost)
    },
  )
})

describe('a fallback', () => {
  it('answers during an outage, and is named in the record', async () => {
    server.reply = (response) => sendJson(response, { error: { message: 'Down.' } }, { status: 503 })
    other.reply = (response) => sendJson(response, answer('From the other.'))
    const engine = await create({ fallback: ['other:n'], retries: 0 })
    const thought = await engine.improve(prompt('Write.'))
    await engine.close()
    expect(toRecord(thought, 'mine:m')).toMatchObject({
      outcome: 'accepted',
      text: 'From the other.',
      model: 'mine:m',
      fallback: ['other:n'],
    })
    expect(warnings).toEqual([expect.stringMatching(/mine:m is not available.*other:n.*Down\./)])
  })

  it('answers without delay while the host is known to be down', async () => {
    server.reply = (response) => response.socket?.resetAndDestroy()
    other.reply = (response) => sendJson(response, answer('From the other.'))
    const engine = await create({ fallback: ['other:n'], retries: 0 })
    for (let index = 0; index < 12; index++) {
      const thought = await engine.improve(prompt(`Write ${index}.`, { id: `p${index}` }))
      expect(thought.text).toBe('From the other.')
    }
    await engine.close()
    // Three refused connections open the circuit breaker.
    expect(server.connections()).toBeLessThanOrEqual(4)
    expect(warnings).toHaveLength(1)
  })

  it('is not asked because of the content of a prompt', async () => {
    server.reply = (response) =>
      sendJson(response, { error: { message: 'No.', code: 'content_policy_violation' } }, { status: 400 })
    const engine = await create({ fallback: ['other:n'] })
    expect(await engine.improve(prompt('Write.'))).toMatchObject({
      outcome: 'failed',
      error: { code: 'input' },
    })
    await engine.close()
    expect(other.received).toEqual([])
  })
})

it('a setting that the model refuses is named in the record', async () => {
  server.reply = (response, { body }) =>
    body['temperature'] === undefined
      ? sendJson(response, answer('Rain is wet.'))
      : sendJson(response, { error: { message: 'temperature is not supported' } }, { status: 400 })
  const engine = await create({ temperature: 0.5 })
  const thought = await engine.improve(prompt('Write.'))
  await engine.close()
  expect(toRecord(thought, 'mine:m')).toMatchObject({ outcome: 'accepted', dropped: ['temperature'] })
  expect(toRecord({ ...thought, iterations: [] }, 'mine:m')).not.toHaveProperty('dropped')
})

it('reasoning is kept in the thought, and its tokens in the record', async () => {
  server.reply = (response) =>
    sendJson(
      response,
      answer('<think>Hm.</think>Rain is wet.', { completion_tokens_details: { reasoning_tokens: 40 } }),
    )
  const engine = await create({ validators: ['length:max=3,unit=words'] })
  const thought = await engine.improve(prompt('Write.'))
  await engine.close()
  expect(thought.iterations[0]?.generation).toMatchObject({ text: 'Rain is wet.', reasoning: 'Hm.' })
  expect(toRecord(thought, 'mine:m').usage).toMatchObject({ outputTokens: 50, reasoningTokens: 40 })
})

it('a draft that must be JSON of a schema is requested with the schema', async () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'number' } },
    required: ['a'],
    additionalProperties: false,
  }
  server.reply = (response) => sendJson(response, answer('{"a": 1}'))
  const engine = await create({ validators: [{ name: 'json', schema }] })
  await engine.improve(prompt('Write.'))
  await engine.close()
  expect(server.received[0]?.body).toMatchObject({
    response_format: { type: 'json_schema', json_schema: { schema, strict: true } },
  })
})

it('one critic that never answers usably costs three calls, and condemns no host', async () => {
  server.reply = (response, { body }) =>
    sendJson(response, answer(body['response_format'] === undefined ? 'Rain is wet.' : null))
  const engine = await create({ critics: ['reflexion'], retries: 5 })
  const thought = await engine.improve(prompt('Write.'))
  const again = await engine.improve(prompt('Write more.', { id: 'p2' }))
  await engine.close()
  expect(thought).toMatchObject({ outcome: 'unreviewed', text: 'Rain is wet.' })
  expect(again).toMatchObject({ outcome: 'unreviewed' })
  const critiques = server.received.filter(({ body }) => body['response_format'] !== undefined)
  expect(critiques.length).toBeLessThanOrEqual(2 * thought.iterations.length * 3)
  expect(thought.usage.calls).toBe(thought.iterations.length * 4)
})
