/** The simulated prompt cache, as each API reports it and as the providers read the report. */
import { describe, expect, it } from 'vitest'
import { anthropic } from '../../src/providers/anthropic.ts'
import { groq } from '../../src/providers/groq.ts'
import { openai } from '../../src/providers/openai.ts'
import type { PriceList } from '../../src/providers/pricing/prices.ts'
import { sim } from '../../src/providers/sim.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { createPromptCache } from '../../src/sim/prompt-cache.ts'
import type { SimServer } from '../../src/sim/server/server.ts'
import { testScope } from '../helpers/scope.ts'
import { ANTHROPIC, ask, GROQ, OPENAI, serve, type Path } from './server/sim-server.ts'

const CACHE = { promptCache: { minTokens: 1024 } }
/** 1,280 tokens. */
const TASK = `Write about solar power. ${'It is for a journal. '.repeat(244)}`

describe('a prompt cache', () => {
  it('reuses a known prefix, in steps of 128 tokens', () => {
    const cache = createPromptCache(256)
    const text = 'x'.repeat(512 * 3)
    expect(cache(text)).toEqual({ cachedTokens: 0, writtenTokens: 384 })
    expect(cache(`${text}y`)).toEqual({ cachedTokens: 384, writtenTokens: 0 })
    expect(cache(`${text}${'z'.repeat(512)}`)).toEqual({ cachedTokens: 384, writtenTokens: 128 })
    expect(cache(`y${text}`)).toEqual({ cachedTokens: 0, writtenTokens: 384 })
    expect(cache('x'.repeat(512))).toEqual({ cachedTokens: 0, writtenTokens: 0 })
  })

  const usages = async (server: SimServer, path: Path, more: readonly object[]) => {
    const reported = []
    for (const each of more) reported.push((await ask(server, path, { ...each })).body['usage'])
    return reported
  }
  const second = [
    { role: 'assistant', content: 'Draft.' },
    { role: 'user', content: 'Add an example.' },
  ]

  it.each([OPENAI, GROQ] as const)('is reported by %s without a request for it', async (path) => {
    const server = await serve(CACHE)
    const first = [{ role: 'user', content: TASK }]
    const [one, two] = await usages(server, path, [{ messages: first }, { messages: [...first, ...second] }])
    expect(one).toMatchObject({ prompt_tokens_details: { cached_tokens: 0 } })
    expect(two).toMatchObject({ prompt_tokens_details: { cached_tokens: 1280 } })
    expect(server.ledger().cachedInputTokens).toBe(1280)
  })

  it('stores for Anthropic only what has a cache_control', async () => {
    const server = await serve(CACHE)
    const mark = { cache_control: { type: 'ephemeral' } }
    const request = (more: object, rest: readonly object[] = []) => ({
      messages: [{ role: 'user', content: [{ type: 'text', text: TASK, ...more }] }, ...rest],
    })
    const reported = await usages(server, ANTHROPIC, [request({}), request(mark), request(mark, second)])
    const none = { cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
    expect(reported[0]).toMatchObject(none)
    expect(reported[1]).toMatchObject({ ...none, cache_creation_input_tokens: 1280, input_tokens: 8 })
    expect(reported[2]).toMatchObject({ ...none, cache_read_input_tokens: 1280 })
  })

  it('is absent unless the profile configures it', async () => {
    const server = await serve()
    const request = { messages: [{ role: 'user', content: TASK }] }
    const reported = await usages(server, OPENAI, [request, request])
    expect(reported[1]).toMatchObject({ prompt_tokens_details: { cached_tokens: 0 } })
  })

  it.each(['openai', 'groq', 'anthropic', 'sim'] as const)(
    'makes a revision cheaper through %s',
    async (name) => {
      const server = await serve(CACHE)
      const env = {
        OPENAI_API_KEY: 'simulated',
        GROQ_API_KEY: 'simulated',
        ANTHROPIC_API_KEY: 'simulated',
        GROQ_BASE_URL: server.url,
      }
      const price = { input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 0 }
      const prices: PriceList = { [`${name}:writer`]: price }
      const needs = { name, env, prices, fetch: async () => fetch }
      const provider = {
        openai: () => openai.create({ baseUrl: `${server.url}/v1` }, needs),
        groq: () => groq.create({}, needs),
        anthropic: () => anthropic.create({ baseUrl: server.url }, needs),
        sim: () => sim.create(simProfileSchema.parse(CACHE), needs),
      }[name]()
      const messages = [{ role: 'user', content: TASK } as const]
      const revision = [...messages, ...(second as typeof messages)]
      const first = await provider.model('writer').generate({ messages }, testScope())
      const next = await provider.model('writer').generate({ messages: revision }, testScope())
      expect(first.usage.cachedInputTokens).toBe(0)
      expect(next.usage.cachedInputTokens).toBe(1280)
      const fresh = next.usage.inputTokens - 1280
      expect(fresh).toBeGreaterThan(0)
      expect(next.usage.costUsd).toBeCloseTo((fresh + 128) / 1e6, 12)
      if (name !== 'sim') expect(server.ledger().cachedInputTokens).toBe(1280)
    },
  )
})
