import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { providers } from '../../../src/providers/index.ts'
import { callCostUsd, mergePrices, priceOf, type PriceList } from '../../../src/providers/pricing/prices.ts'
import { callUsage } from '../../../src/providers/pricing/call-usage.ts'
import { hello } from '../asking.ts'

const inputPrice = (provider: string, names: readonly string[], own?: PriceList) => {
  const builtIn = providers.find(({ name }) => name === provider)?.prices ?? {}
  return priceOf(names, { builtIn, own, provider })?.input
}

describe('the price of a model', () => {
  it.each<[string, string, number | undefined]>([
    ['openai', 'gpt-4o', 2.5],
    ['openai', 'gpt-4o-2024-08-06', 2.5],
    ['openai', 'gpt-4o-2024-05-13', 5],
    ['openai', 'gpt-4o-mini', 0.15],
    ['openai', 'gpt-4o-mini-2024-07-18', 0.15],
    ['openai', 'gpt-4o-audio-preview', undefined],
    ['openai', 'gpt-4o-realtime-preview-2024-12-17', undefined],
    ['openai', 'gpt-4o-mini-tts', undefined],
    ['openai', 'gpt-4', 30],
    ['openai', 'gpt-4-0613', 30],
    ['openai', 'gpt-4-1106-preview', 10],
    ['openai', 'gpt-4-turbo-2024-04-09', 10],
    ['openai', 'gpt-4-vision-preview', undefined],
    ['openai', 'gpt-4.1', 2],
    ['openai', 'gpt-4.1-nano-2025-04-14', 0.1],
    ['openai', 'gpt-4.10', undefined],
    ['openai', 'gpt-3.5-turbo', 0.5],
    ['openai', 'gpt-3.5-turbo-0125', 0.5],
    ['openai', 'gpt-3.5-turbo-1106', 1],
    ['openai', 'gpt-3.5-turbo-instruct', undefined],
    ['openai', 'o1', 15],
    ['openai', 'o1-2024-12-17', 15],
    ['openai', 'o1-pro', 150],
    ['openai', 'o3-mini-2025-01-31', 1.1],
    ['openai', 'o3-deep-research', undefined],
    ['openai', 'o4-mini', 1.1],
    ['openai', 'gpt-6-luna', 0.1],
    ['openai', 'gpt-6-luna-2026-09-22', 0.1],
    ['openai', 'gpt-6.1-sol', 2],
    ['openai', 'gpt-6.1-luna', undefined],
    ['openai', 'gpt-5', 1.25],
    ['openai', 'gpt-5-2025-08-07', 1.25],
    ['openai', 'gpt-5-chat-latest', 1.25],
    ['openai', 'gpt-5-mini', 0.25],
    ['openai', 'gpt-5.9', undefined],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::abc', undefined],
    ['openai', 'claude-3-haiku', undefined],
    ['anthropic', 'claude-3-haiku-20240307', 0.25],
    ['anthropic', 'claude-3-5-haiku-latest', 0.8],
    ['anthropic', 'claude-3-5-sonnet-20241022', 3],
    ['anthropic', 'claude-3-7-sonnet@20250219', 3],
    ['anthropic', 'claude-3-opus-latest', 15],
    ['anthropic', 'claude-sonnet-4-20250514', 3],
    ['anthropic', 'claude-sonnet-4-5-20250929', 3],
    ['anthropic', 'claude-opus-4-1-20250805', 15],
    ['anthropic', 'claude-opus-4-5', 5],
    ['anthropic', 'claude-haiku-5-5', 0.1],
    ['anthropic', 'claude-opus-5-5', 4],
    ['anthropic', 'claude-opus-4-9', undefined],
    ['anthropic', 'gpt-4o', undefined],
    ['groq', 'llama-3.1-8b-instant', 0.05],
    ['groq', 'llama-3.3-70b-versatile', 0.59],
    ['groq', 'openai/gpt-oss-120b', 0.15],
    ['groq', 'gpt-oss-120b', undefined],
    ['mine', 'gpt-4o', undefined],
    ['my-azure', 'gpt-6-luna', undefined],
    ['constructor', 'name', undefined],
    ['openai', 'constructor', undefined],
    ['openai', '', undefined],
    ['ollama', 'any', 0],
    ['sim', 'any', 0],
  ])('of %s:%s is %s USD per million input tokens', (provider, name, expected) => {
    expect(inputPrice(provider, [name])).toBe(expected)
  })

  it('is that of the model that answered if known, else of the requested one', () => {
    expect(inputPrice('openai', ['gpt-4o-2024-05-13', 'gpt-4o'])).toBe(5)
    expect(inputPrice('openai', ['gpt-4o-experimental', 'gpt-4o'])).toBe(2.5)
    expect(inputPrice('openai', ['unknown', 'unknown'])).toBeUndefined()
  })

  it("is the user's own if there is one, also for snapshots, but for no other provider", () => {
    const own = { 'openai:gpt-4o': { input: 1, output: 2 }, 'mine:llama3:8b': { input: 3, output: 4 } }
    expect(inputPrice('openai', ['gpt-4o-2024-05-13', 'gpt-4o'], own)).toBe(1)
    expect(inputPrice('openai', ['gpt-4o-mini'], own)).toBe(0.15)
    expect(inputPrice('mine', ['llama3:8b'], own)).toBe(3)
    expect(inputPrice('mine', ['llama3:8b-instruct'], own)).toBeUndefined()
  })

  it("is the user's own before that of a file, also for snapshots that the file lists", () => {
    const file = { 'openai:gpt-4o-2024-05-13': { input: 7, output: 8 }, 'openai:o1': { input: 9, output: 9 } }
    const own = mergePrices({ 'openai:gpt-4o': { input: 1, output: 2 } }, file)
    expect(inputPrice('openai', ['gpt-4o-2024-05-13'], own)).toBe(1)
    expect(inputPrice('openai', ['o1'], own)).toBe(9)
    expect(inputPrice('openai', ['gpt-4o-mini'], own)).toBe(0.15)
  })
})

describe('the cost of a call', () => {
  const haiku = { input: 0.25, cachedInput: 0.03, cacheWrite: 0.3, output: 1.25 }

  it.each([
    [{ input: 1e6, cached: 0, written: 0, output: 0 }, 0.25],
    [{ input: 0, cached: 0, written: 0, output: 1e6 }, 1.25],
    [{ input: 1e6, cached: 1e6, written: 0, output: 0 }, 0.03],
    [{ input: 1e6, cached: 0, written: 1e6, output: 0 }, 0.3],
    [{ input: 4e6, cached: 1e6, written: 2e6, output: 1e6 }, 0.25 + 0.03 + 0.6 + 1.25],
    [{ input: 0, cached: 0, written: 0, output: 0 }, 0],
  ])('%j is %s USD', (tokens, usd) => {
    expect(callCostUsd(tokens, haiku)).toBeCloseTo(usd, 10)
  })

  it('uses the input price for cached tokens without their own price', () => {
    const tokens = { input: 1e6, cached: 3e5, written: 2e5, output: 0 }
    expect(callCostUsd(tokens, { input: 2, output: 8 })).toBeCloseTo(2, 10)
  })

  const luna = {
    input: 0.1,
    cachedInput: 0.01,
    cacheWrite: 0.125,
    output: 0.5,
    above: [
      { inputTokens: 272_000, input: 0.2, cachedInput: 0.02, cacheWrite: 0.25, output: 0.75 },
      { inputTokens: 800_000, input: 0.4, output: 1 },
    ],
    tiers: {
      flex: { input: 0.05, output: 0.25, above: [{ inputTokens: 272_000, input: 0.1, output: 0.375 }] },
    },
  }

  it.each<[string, number, string | undefined, number]>([
    ['the standard price at the threshold', 272_000, undefined, 0.1],
    ['the price of long requests for the whole request above it', 272_001, undefined, 0.2],
    ['the highest threshold that is exceeded', 900_000, undefined, 0.4],
    ['the price of the service tier', 1000, 'flex', 0.05],
    ['the price of the service tier for long requests', 300_000, 'flex', 0.1],
    ['twice the standard price for priority without a known price', 1000, 'priority', 0.2],
    ['twice the price of long requests for priority without a known price', 300_000, 'priority', 0.4],
    ['the standard price for any other tier without a known price', 1000, 'default', 0.1],
    ['the standard price for a tier with the name of an inherited property', 1000, 'constructor', 0.1],
  ])('uses %s', (_, input, tier, rate) => {
    const tokens = { input, cached: 0, written: 0, output: 0 }
    expect(callCostUsd(tokens, luna, tier)).toBeCloseTo((input * rate) / 1e6, 10)
  })

  it('counts cached tokens to the length of a request, and prices them accordingly', () => {
    const tokens = { input: 300_000, cached: 200_000, written: 50_000, output: 1000 }
    const usd = (50_000 * 0.2 + 200_000 * 0.02 + 50_000 * 0.25 + 1000 * 0.75) / 1e6
    expect(callCostUsd(tokens, luna)).toBeCloseTo(usd, 10)
  })

  it('is the sum of the costs of its parts', () => {
    const cost = (...given: Parameters<typeof callCostUsd>) => callCostUsd(...given) ?? expect.unreachable()
    const amount = fc.nat(10_000_000)
    const rate = fc.double({ min: 0, max: 200, noNaN: true })
    const price = fc.record({ input: rate, cachedInput: rate, cacheWrite: rate, output: rate })
    fc.assert(
      fc.property(amount, amount, amount, amount, price, (uncached, cached, written, output, rates) => {
        const none = { input: 0, cached: 0, written: 0, output: 0 }
        const whole = cost({ input: uncached + cached + written, cached, written, output }, rates)
        const parts =
          cost({ ...none, input: uncached }, rates) +
          cost({ ...none, input: cached, cached }, rates) +
          cost({ ...none, input: written, written }, rates) +
          cost({ ...none, output }, rates)
        expect(whole).toBeGreaterThanOrEqual(0)
        expect(Math.abs(whole - parts)).toBeLessThanOrEqual(1e-9 * Math.max(1, whole))
      }),
    )
  })
})

describe('the usage of a call', () => {
  const price = { input: 1, cachedInput: 0.5, output: 2 }
  const unreported = { input: undefined, output: null, cached: undefined, written: undefined }

  it('is estimated if the provider reports no tokens', () => {
    const usage = callUsage(unreported, { request: hello, written: 'Hello.', price })
    expect(usage).toMatchObject({ inputTokens: 3, outputTokens: 2 })
    expect(usage.costUsd).toBeCloseTo(7e-6, 12)
  })

  it('has an unknown cost, not 0, if the price is unknown', () => {
    expect(callUsage(unreported, { request: hello, written: 'Hello.', price: undefined }).costUsd).toBeNull()
  })

  it('has no more cached tokens than input tokens', () => {
    const reported = { input: 10, output: 1, cached: 25, written: 5 }
    expect(callUsage(reported, { request: hello, written: '', price })).toMatchObject({
      inputTokens: 10,
      cachedInputTokens: 10,
    })
    expect(callUsage(reported, { request: hello, written: '', price }).costUsd).toBeCloseTo(
      (10 * 0.5 + 2) / 1e6,
      12,
    )
  })
})
