/**
 * Public list prices in USD per million tokens by model id, as of `PRICES_DATE`, without discounts, long-context
 * surcharges, fine-tuned models or priority tiers. The setting `prices` takes precedence.
 */
import type { Price, PriceList } from './prices.ts'

export const PRICES_DATE = '2026-08-02'

/** All models of a provider that costs nothing. */
export const FREE: PriceList = { '*': { input: 0, output: 0 } }

const price = (input: number, output: number, cachedInput?: number, cacheWrite?: number): Price => ({
  input,
  output,
  cachedInput,
  cacheWrite,
})

/** A cache read costs a tenth of the input price, a cache write that lasts five minutes a quarter more. */
const claude = (input: number, output: number): Price => price(input, output, input / 10, input * 1.25)

export const OPENAI_PRICES: PriceList = {
  'gpt-3.5-turbo': price(0.5, 1.5),
  'gpt-3.5-turbo-0613': price(1.5, 2),
  'gpt-3.5-turbo-1106': price(1, 2),
  'gpt-3.5-turbo-16k': price(3, 4),
  'gpt-4': price(30, 60),
  'gpt-4-0125-preview': price(10, 30),
  'gpt-4-1106-preview': price(10, 30),
  'gpt-4-32k': price(60, 120),
  'gpt-4-turbo': price(10, 30),
  'gpt-4-turbo-preview': price(10, 30),
  'gpt-4o': price(2.5, 10, 1.25),
  'gpt-4o-2024-05-13': price(5, 15),
  'gpt-4o-mini': price(0.15, 0.6, 0.075),
  'gpt-4o-search-preview': price(2.5, 10),
  'gpt-4o-mini-search-preview': price(0.15, 0.6),
  'chatgpt-4o-latest': price(5, 15),
  'gpt-4.1': price(2, 8, 0.5),
  'gpt-4.1-mini': price(0.4, 1.6, 0.1),
  'gpt-4.1-nano': price(0.1, 0.4, 0.025),
  'gpt-4.5-preview': price(75, 150, 37.5),
  o1: price(15, 60, 7.5),
  'o1-mini': price(1.1, 4.4, 0.55),
  'o1-preview': price(15, 60, 7.5),
  'o1-pro': price(150, 600),
  o3: price(2, 8, 0.5),
  'o3-mini': price(1.1, 4.4, 0.55),
  'o3-pro': price(20, 80),
  'o4-mini': price(1.1, 4.4, 0.275),
  'gpt-5': price(1.25, 10, 0.125),
  'gpt-5-chat': price(1.25, 10, 0.125),
  'gpt-5-codex': price(1.25, 10, 0.125),
  'gpt-5-mini': price(0.25, 2, 0.025),
  'gpt-5-nano': price(0.05, 0.4, 0.005),
  'gpt-5-pro': price(15, 120),
  'gpt-5.1': price(1.25, 10, 0.125),
  'gpt-5.1-chat': price(1.25, 10, 0.125),
  'gpt-5.1-codex': price(1.25, 10, 0.125),
  'gpt-5.1-codex-max': price(1.25, 10, 0.125),
  'gpt-5.1-codex-mini': price(0.25, 2, 0.025),
  'gpt-5.2': price(1.75, 14, 0.175),
  'gpt-5.2-chat': price(1.75, 14, 0.175),
  'gpt-5.2-codex': price(1.75, 14, 0.175),
  'gpt-5.2-pro': price(21, 168),
  'gpt-5.3-chat': price(1.75, 14, 0.175),
  'gpt-5.3-codex': price(1.75, 14, 0.175),
  'gpt-5.4': price(2.5, 15, 0.25),
  'gpt-5.4-mini': price(0.75, 4.5, 0.075),
  'gpt-5.4-nano': price(0.2, 1.25, 0.02),
  'gpt-5.4-pro': price(30, 180),
  'gpt-5.5': price(5, 30, 0.5),
  'gpt-5.5-pro': price(30, 180),
  'gpt-5.6-luna': price(0.2, 1.2, 0.02, 0.25),
  'gpt-5.6-sol': price(5, 30, 0.5, 6.25),
  'gpt-5.6-terra': price(2, 12, 0.2, 2.5),
}

export const ANTHROPIC_PRICES: PriceList = {
  'claude-2.0': price(8, 24),
  'claude-2.1': price(8, 24),
  'claude-3-haiku': price(0.25, 1.25, 0.03, 0.3),
  'claude-3-sonnet': claude(3, 15),
  'claude-3-opus': claude(15, 75),
  'claude-3-5-haiku': claude(0.8, 4),
  'claude-3-5-sonnet': claude(3, 15),
  'claude-3-7-sonnet': claude(3, 15),
  'claude-haiku-4-5': claude(1, 5),
  'claude-sonnet-4': claude(3, 15),
  'claude-sonnet-4-0': claude(3, 15),
  'claude-sonnet-4-5': claude(3, 15),
  'claude-sonnet-4-6': claude(3, 15),
  'claude-sonnet-5': claude(3, 15),
  'claude-opus-4': claude(15, 75),
  'claude-opus-4-0': claude(15, 75),
  'claude-opus-4-1': claude(15, 75),
  'claude-opus-4-5': claude(5, 25),
  'claude-opus-4-6': claude(5, 25),
  'claude-opus-4-7': claude(5, 25),
  'claude-opus-4-8': claude(5, 25),
  'claude-opus-5': claude(5, 25),
  'claude-fable-5': claude(10, 50),
}

export const GROQ_PRICES: PriceList = {
  'llama-3.1-8b-instant': price(0.05, 0.08),
  'llama-3.3-70b-versatile': price(0.59, 0.79),
  'llama3-8b-8192': price(0.05, 0.08),
  'llama3-70b-8192': price(0.59, 0.79),
  'gemma2-9b-it': price(0.2, 0.2),
  'deepseek-r1-distill-llama-70b': price(0.75, 0.99),
  'meta-llama/llama-4-scout-17b-16e-instruct': price(0.11, 0.34),
  'meta-llama/llama-4-maverick-17b-128e-instruct': price(0.2, 0.6),
  'moonshotai/kimi-k2-instruct': price(1, 3, 0.5),
  'openai/gpt-oss-20b': price(0.075, 0.3, 0.0375),
  'openai/gpt-oss-120b': price(0.15, 0.6, 0.075),
  'qwen/qwen3-32b': price(0.29, 0.59),
}
