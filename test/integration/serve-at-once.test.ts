/** Requests to the service that arrive at once. */
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, serve } from '../helpers/served.ts'
import { spoken, wholeChat } from '../providers/dialects.ts'
import { loopback, sendJson, type Loopback } from '../providers/loopback.ts'

const REQUESTS = 200

let provider: Loopback
beforeAll(async () => void (provider = await loopback()))
afterAll(() => provider.close())

it('sends the calls of 200 requests to the provider without waiting for an answer', async () => {
  const held: ServerResponse[] = []
  // Answers none until all have arrived.
  provider.reply = (response) => {
    held.push(response)
    if (held.length === REQUESTS) for (const each of held) sendJson(each, wholeChat(spoken))
  }
  const env = { OPENAI_BASE_URL: `${provider.origin}/v1`, OPENAI_API_KEY: 'sk-for-this-test' }
  const args = [
    '--model',
    'openai:gpt-6-luna',
    '--no-critics',
    '--no-cache',
    '--no-store',
    '--timeout',
    '20s',
  ]
  const served = await serve([...args, '--no-stream'], { env })
  try {
    const ask = (index: number) => post(`${served.url}/v1/improve`, { prompt: `Say ${index}` })
    const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, index) => ask(index)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(provider.received).toHaveLength(REQUESTS)
  } finally {
    await served.stop()
  }
})
