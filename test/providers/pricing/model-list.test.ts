import { describe, expect, it } from 'vitest'
import { bundledModels, bundledPrices, parseModelList } from '../../../src/providers/pricing/model-list.ts'
import type { TierPrice } from '../../../src/providers/pricing/prices.ts'

const modelWith = (more: object) => ({ mine: { models: { m: { id: 'm', ...more } } } })
const priceWith = (cost: object, more: object = {}) =>
  parseModelList(modelWith({ cost, ...more })).providers['mine']?.['m']?.price

describe('a list in the format of models.dev', () => {
  it('has prices of input, output, cache reads and cache writes', () => {
    expect(priceWith({ input: 1, output: 2, cache_read: 0.1, cache_write: 1.25, reasoning: 9 })).toEqual({
      input: 1,
      output: 2,
      cachedInput: 0.1,
      cacheWrite: 1.25,
    })
  })

  it.each([
    ['tiers', { tiers: [{ input: 2, output: 3, tier: { type: 'context', size: 272_000 } }] }, 272_000],
    ['tiers without a type', { tiers: [{ input: 2, output: 3, tier: { size: 100 } }] }, 100],
    ['context_over_200k', { context_over_200k: { input: 2, output: 3 } }, 200_000],
    [
      'tiers rather than context_over_200k',
      {
        context_over_200k: { input: 9, output: 9 },
        tiers: [{ input: 2, output: 3, tier: { type: 'context', size: 272_000 } }],
      },
      272_000,
    ],
  ])('has prices of long requests in %s', (_, cost, inputTokens) => {
    expect(priceWith({ input: 1, output: 2, ...cost })?.above).toEqual([{ inputTokens, input: 2, output: 3 }])
  })

  it('has prices of service tiers in the modes that set service_tier, and ignores other modes and tiers', () => {
    const mode = (body: object) => ({ cost: { input: 2, output: 4 }, provider: { body } })
    const modes = { fast: mode({ service_tier: 'priority' }), quick: mode({ speed: 'fast' }), bare: {} }
    const price = priceWith(
      { input: 1, output: 2, tiers: [{ input: 9, output: 9, tier: { type: 'time', size: 1 } }] },
      { experimental: { modes } },
    )
    expect(price).toEqual({ input: 1, output: 2, tiers: { priority: { input: 2, output: 4 } } })
  })

  it('may contain models without a price, and members that are no providers', () => {
    const { updated, providers } = parseModelList({ updated: '2026-11-28', ...modelWith({}) })
    expect(updated).toBe('2026-11-28')
    expect(providers['mine']?.['m']?.price).toBeUndefined()
    expect(Object.keys(providers)).toEqual(['mine'])
  })
})

describe('the bundled list', () => {
  const models = Object.entries(bundledModels().providers).flatMap(([provider, each]) =>
    Object.entries(each).map(([id, model]) => ({ name: `${provider}:${id}`, provider, ...model })),
  )

  it('has a date', () => {
    expect(bundledModels().updated).toMatch(/^20\d\d-\d\d-\d\d$/)
  })

  it.each<[string, string, object]>([
    [
      'openai',
      'gpt-6-luna',
      {
        input: 0.1,
        output: 0.5,
        cachedInput: 0.01,
        cacheWrite: 0.125,
        above: [{ inputTokens: 272_000, input: 0.2, output: 0.75, cachedInput: 0.02, cacheWrite: 0.25 }],
        tiers: {
          flex: { input: 0.05, output: 0.25, above: [{ input: 0.1, output: 0.375 }] },
          priority: { input: 0.2, output: 1, above: [{ input: 0.4, output: 1.5 }] },
        },
      },
    ],
    ['openai', 'gpt-6.1-sol', { input: 2, output: 10, cachedInput: 0.1 }],
    [
      'anthropic',
      'claude-haiku-5-5',
      {
        input: 0.1,
        output: 0.5,
        cacheWrite: 0.125,
        above: [{ inputTokens: 100_000, input: 0.5, output: 2.5, cacheWrite: 0.625 }],
      },
    ],
    ['anthropic', 'claude-opus-5-5', { input: 4, output: 20, cachedInput: 0.2, cacheWrite: 5 }],
    ['groq', 'openai/gpt-oss-20b', { input: 0.075, output: 0.3, cachedInput: 0.0375 }],
  ])('has the prices of %s:%s', (provider, id, price) => {
    expect(bundledPrices(provider)[id]).toMatchObject(price)
  })

  it('is plausible: cache reads cost at most as much as input, cache writes and output at least as much', () => {
    // Embeddings have no output.
    const writers = models.filter(({ name }) => !name.includes('embedding'))
    for (const { name, price } of writers) {
      for (const tier of [price, ...Object.values(price?.tiers ?? {})]) {
        for (const each of [tier, ...(tier?.above ?? [])]) expect(isPlausible(each), name).toBe(true)
      }
    }
  })

  it('recommends models of the same provider that have no end', () => {
    for (const { name, provider, replacement } of models) {
      if (replacement === undefined) continue
      const recommended = bundledModels().providers[provider]?.[replacement]
      expect(recommended, `${name} -> ${replacement}`).toMatchObject({ shutdownDate: undefined })
    }
  })
})

function isPlausible(price: TierPrice | undefined): boolean {
  if (price === undefined) return false
  const { input, output, cachedInput = input, cacheWrite = input } = price
  return 0 <= cachedInput && cachedInput <= input && input <= cacheWrite && input <= output
}
