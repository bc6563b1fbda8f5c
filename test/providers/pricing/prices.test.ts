import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRICE_LIST, PRICES_OF } from '../../../src/providers/pricing/price-list.ts'
import { costOf, priceOf } from '../../../src/providers/pricing/prices.ts'
import { usageOf } from '../../../src/providers/pricing/usage.ts'
import { hello } from '../asking.ts'

const input = (provider: string, ...names: string[]) => priceOf(provider, names)?.input

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
    ['openai', 'gpt-4-32k-0613', 60],
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
    ['anthropic', 'claude-opus-4-9', undefined],
    ['anthropic', 'gpt-4o', undefined],
    ['groq', 'llama-3.1-8b-instant', 0.05],
    ['groq', 'llama-3.3-70b-versatile', 0.59],
    ['groq', 'openai/gpt-oss-120b', 0.15],
    ['groq', 'gpt-oss-120b', undefined],
    ['mine', 'gpt-4o', undefined],
    ['constructor', 'name', undefined],
    ['openai', 'constructor', undefined],
    ['openai', '', undefined],
  ])('%s:%s is %s for a million tokens in', (provider, name, expected) => {
    expect(input(provider, name)).toBe(expected)
  })

  it('is that of what answered, if that is known, else of what was asked', () => {
    expect(input('openai', 'gpt-4o-2024-05-13', 'gpt-4o')).toBe(5)
    expect(input('openai', 'gpt-4o-experimental', 'gpt-4o')).toBe(2.5)
    expect(input('openai', 'unknown', 'unknown')).toBeUndefined()
  })

  it("is the user's own before the list's, for all snapshots of it, and for no other provider", () => {
    const own = { 'openai:gpt-4o': { input: 1, output: 2 }, 'mine:llama3:8b': { input: 3, output: 4 } }
    expect(priceOf('openai', ['gpt-4o-2024-05-13', 'gpt-4o'], own)?.input).toBe(1)
    expect(priceOf('openai', ['gpt-4o-mini'], own)?.input).toBe(0.15)
    expect(priceOf('mine', ['llama3:8b'], own)?.input).toBe(3)
    expect(priceOf('mine', ['llama3:8b-instruct'], own)).toBeUndefined()
  })

  it('is dated, and sane: what is cached costs no more, what is written no less, and words out the most', () => {
    expect(PRICES_OF).toMatch(/^20\d\d-\d\d-\d\d$/)
    for (const [name, price] of Object.values(PRICE_LIST).flatMap((each) => Object.entries(each))) {
      const { input, output, cachedInput = input, cacheWrite = input } = price
      const ordered = 0 < cachedInput && cachedInput <= input && input <= cacheWrite && input <= output
      expect(ordered, name).toBe(true)
    }
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
    expect(costOf(tokens, haiku)).toBeCloseTo(usd, 10)
  })

  it('takes what has no price of its own for plain input', () => {
    const tokens = { input: 1e6, cached: 3e5, written: 2e5, output: 0 }
    expect(costOf(tokens, { input: 2, output: 8 })).toBeCloseTo(2, 10)
  })

  it('is the sum of the costs of its parts', () => {
    const amount = fc.nat(10_000_000)
    const rate = fc.double({ min: 0, max: 200, noNaN: true })
    const price = fc.record({ input: rate, cachedInput: rate, cacheWrite: rate, output: rate })
    fc.assert(
      fc.property(amount, amount, amount, amount, price, (fresh, cached, written, output, rates) => {
        const none = { input: 0, cached: 0, written: 0, output: 0 }
        const whole = costOf({ input: fresh + cached + written, cached, written, output }, rates)
        const parts =
          costOf({ ...none, input: fresh }, rates) +
          costOf({ ...none, input: cached, cached }, rates) +
          costOf({ ...none, input: written, written }, rates) +
          costOf({ ...none, output }, rates)
        expect(whole).toBeGreaterThanOrEqual(0)
        expect(Math.abs(whole - parts)).toBeLessThanOrEqual(1e-9 * Math.max(1, whole))
      }),
    )
  })
})

describe('the usage of a call', () => {
  const price = { input: 1, cachedInput: 0.5, output: 2 }
  const nothing = { input: undefined, output: null, cached: undefined, written: undefined }

  it('has a cost where the provider counted nothing, too', () => {
    const usage = usageOf(nothing, hello, 'Hello.', price)
    expect(usage).toMatchObject({ inputTokens: 3, outputTokens: 2 })
    expect(usage.costUsd).toBeCloseTo(7e-6, 12)
  })

  it('has an unknown cost where the price is unknown, never none', () => {
    expect(usageOf(nothing, hello, 'Hello.', undefined).costUsd).toBeNull()
  })

  it('reads no more from a cache than there was', () => {
    const counted = { input: 10, output: 1, cached: 25, written: 5 }
    expect(usageOf(counted, hello, '', price)).toMatchObject({ inputTokens: 10, cachedInputTokens: 10 })
    expect(usageOf(counted, hello, '', price).costUsd).toBeCloseTo((10 * 0.5 + 2) / 1e6, 12)
  })
})
