/** Ollama removes the beginning of prompts that are longer than its context, and does not say so. */
import { expect, it } from 'vitest'
import { ollama } from '../../src/providers/ollama.ts'
import { testScope } from '../helpers/scope.ts'
import { estimateTokens } from '../../src/util/tokens.ts'
import { wholeChat } from './dialects.ts'
import { poolWithLoopback, sendJson, type Loopback } from './loopback.ts'

let server: Loopback
const pool = poolWithLoopback((opened) => (server = opened))

const long = 'The quick brown fox jumps over the lazy dog. '.repeat(1000)
const longTokens = estimateTokens(long)
const tall = { name: 'tall', schema: { type: 'object', description: long } }

const ask = async (usages: readonly object[], content: string, more: object = {}) => {
  const warnings: string[] = []
  const needs = {
    name: 'ollama',
    env: {},
    fetch: pool.fetch,
    warn: (line: string) => void warnings.push(line),
  }
  const provider = ollama.create({ baseUrl: server.origin }, needs)
  for (const usage of usages) {
    server.reply = (response) =>
      sendJson(response, { ...wholeChat({ text: '{}', finish: 'stop', counted: false }), usage })
    await provider.model('small').generate({ messages: [{ role: 'user', content }], ...more }, testScope())
  }
  return warnings
}

it('a prompt of which less than half was read is reported once', async () => {
  expect(await ask([{ prompt_tokens: 4096 }, { prompt_tokens: 4096 }], long)).toEqual([
    `ollama:small read only 4096 of about ${longTokens} tokens of the prompt; raise its context length with OLLAMA_CONTEXT_LENGTH or num_ctx`,
  ])
})

it.each<[string, object, string, object?]>([
  ['a prompt that was read', { prompt_tokens: longTokens * 0.6 }, long],
  ['a prompt that is cached', { prompt_tokens: 4096, prompt_tokens_details: { cached_tokens: 9 } }, long],
  ['an unknown number of tokens', {}, long],
  ['a prompt shorter than any context', { prompt_tokens: 9 }, long.slice(0, 2000)],
  ['a long schema', { prompt_tokens: 9 }, 'Hi.', { schema: tall }],
])('%s is not reported', async (_, usage, content, more) => {
  expect(await ask([usage], content, more)).toEqual([])
})
