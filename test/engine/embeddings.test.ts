/** The semantic cache with a model that embeds prompts: the real SDK, over HTTP. */
import { afterAll, beforeEach, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { prompt } from '../helpers/scripted.ts'
import { loopback, sendJson } from '../providers/loopback.ts'

/** Vehicles point in one direction, everything else in another. */
const vectorOf = (input: string) =>
  /\b(?:cars|automobiles)\b/.test(input) ? [0.9, 0.1, 0.2] : [-0.2, 0.9, -0.1]

let answer: 'embedding' | 'nothing' | 'unknown model' = 'embedding'
const server = await loopback()
server.reply = (response, { body }) => {
  if (answer === 'unknown model') {
    return sendJson(
      response,
      { error: { message: 'no such model', code: 'model_not_found' } },
      { status: 404 },
    )
  }
  const data = answer === 'nothing' ? [] : [{ index: 0, embedding: vectorOf(String(body['input'])) }]
  const usage = { prompt_tokens: 7, total_tokens: 7 }
  return sendJson(response, { object: 'list', model: 'embed-small', data, usage })
}
afterAll(() => server.close())
beforeEach(() => {
  server.received.length = 0
  answer = 'embedding'
})

async function open(more = {}) {
  const warnings: string[] = []
  const registry = builtInRegistry()
  const settings = {
    model: 'sim:writer',
    critics: [],
    retries: 0,
    store: false,
    cache: { layers: ['memory'], semantic: { model: 'openai:embed-small' } },
    prices: { 'openai:embed-small': { input: 1, output: 0 } },
    ...more,
  }
  const env = {
    ANTHROPIC_API_KEY: 'sk-test-key',
    OPENAI_API_KEY: 'sk-test-key',
    OPENAI_BASE_URL: `${server.origin}/v1`,
  }
  const { signal } = new AbortController()
  const warn = (line: string) => void warnings.push(line)
  return {
    warnings,
    engine: await createEngine(parseSettings(settings, registry), { registry, env, signal, warn }),
  }
}

it('finds a prompt that says the same in other words, and counts what the embeddings cost', async () => {
  const { engine } = await open()
  const first = await engine.improve(prompt('Write about cars in Germany.'))
  const second = await engine.improve(prompt('Tell the story of automobiles in Germany.', { id: 'p2' }))
  const other = await engine.improve(prompt('Write about tea.', { id: 'p3' }))
  await engine.close()
  expect(server.received[0]).toMatchObject({
    url: '/v1/embeddings',
    body: { model: 'embed-small', input: 'Write about cars in Germany.' },
  })
  expect(second.text).toBe(first.text)
  expect(second.usage).toMatchObject({ calls: 1, inputTokens: 7, costUsd: 7e-6, cacheHits: 1 })
  expect(other.iterations[0]?.generation?.semantic).toBeUndefined()
  expect(first.usage.costUsd).toBeCloseTo(7e-6)
})

it('asks for the embedding of a prompt once', async () => {
  const { engine } = await open()
  for (const id of ['p1', 'p2', 'p3']) await engine.improve(prompt('Write about cars in Germany.', { id }))
  await engine.close()
  expect(server.received).toHaveLength(1)
})

it.each(['nothing', 'unknown model'] as const)(
  'warns once and goes on when the model answers with %s',
  async (fault) => {
    answer = fault
    const { engine, warnings } = await open()
    const thoughts = [
      await engine.improve(prompt('Write about cars in Germany.')),
      await engine.improve(prompt('Write about tea.', { id: 'p2' })),
    ]
    await engine.close()
    expect(thoughts.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    expect(warnings.filter((line) => line.startsWith('cache.semantic'))).toHaveLength(1)
  },
)

it('refuses a provider without embeddings, and a budget without a price', async () => {
  const semantic = { model: 'anthropic:some-model' }
  await expect(open({ cache: { semantic } })).rejects.toThrow('anthropic has no embeddings')
  await expect(open({ maxCost: 1, prices: {} })).rejects.toThrow('no price is known for openai:embed-small')
})
