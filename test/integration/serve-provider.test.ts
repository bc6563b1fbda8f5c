/** What clients of `sifaka serve` are told of the answers and errors of a provider, in the words of the APIs. */
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { serve, type Served } from '../helpers/served.ts'

interface Reply {
  readonly status?: number
  readonly body: object
}
const completion = (content: string, finish: string): Reply => ({
  body: {
    id: '1',
    object: 'chat.completion',
    model: 'writer',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
    usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
  },
})

let reply: Reply | undefined
let received: { readonly messages?: readonly { readonly role: string }[] }[] = []
let unanswered: ServerResponse[] = []
let provider: Server
let served: Served
let sent = 0
beforeAll(async () => {
  provider = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      if (request.method === 'POST') received.push(JSON.parse(text) as (typeof received)[number])
      if (!reply) unanswered.push(response)
      else {
        response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(reply.body))
      }
    })
  })
  provider.listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const env = { OPENAI_API_KEY: 'sk-of-the-service', OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` }
  const settings = ['--model', 'openai:writer', '--no-critics', '--no-cache', '--no-store', '--no-stream']
  served = await serve([...settings, '--deadline', '2s', '--system', 'Be brief.'], { env })
})
afterAll(async () => {
  await served.stop()
  provider.closeAllConnections()
  provider.close()
})
beforeEach(() => {
  for (const response of unanswered) response.destroy()
  unanswered = []
  received = []
  sent = 0
})

const counted = (...given: Parameters<typeof fetch>) => {
  sent++
  return fetch(...given)
}
const openai = () => new OpenAI({ apiKey: 'unused', baseURL: `${served.url}/v1`, fetch: counted })
const anthropic = () => new Anthropic({ apiKey: 'unused', baseURL: served.url, fetch: counted })
const messages = [{ role: 'user' as const, content: 'Write about rain' }]
const chat = { model: 'default', messages }

it('a content filter that ends the text is named as OpenAI and Anthropic name it', async () => {
  reply = completion('Here is how', 'content_filter')
  const whole = await openai().chat.completions.create(chat)
  expect(whole.choices[0]).toMatchObject({
    finish_reason: 'content_filter',
    message: { content: null, refusal: expect.stringContaining('content filter') },
  })
  const reasons = []
  for await (const { choices } of await openai().chat.completions.create({ ...chat, stream: true })) {
    reasons.push(choices[0]?.finish_reason)
  }
  expect(reasons.at(-1)).toBe('content_filter')
  const message = await anthropic().messages.create({ ...chat, max_tokens: 100 })
  expect(message).toMatchObject({ stop_reason: 'refusal' })
})

it('an empty system prompt is left out, and does not bring back that of the settings', async () => {
  reply = completion('Rain falls.', 'stop')
  await anthropic().messages.create({ ...chat, max_tokens: 100, system: '' })
  await openai().chat.completions.create({
    ...chat,
    messages: [{ role: 'system', content: ' ' }, ...messages],
  })
  const roles = received.map((request) => request.messages?.map(({ role }) => role))
  expect(roles).toEqual([['user'], ['user']])
})

it('the SDKs do not repeat a request that has reached the deadline', async () => {
  reply = undefined
  await expect(openai().chat.completions.create(chat)).rejects.toMatchObject({
    status: 504,
    code: 'deadline',
  })
  const type = 'timeout_error'
  await expect(anthropic().messages.create({ ...chat, max_tokens: 100 })).rejects.toMatchObject({
    status: 504,
    error: { error: { type } },
  })
  expect(sent).toBe(2)
})

it('a quota that is used up has the code that applications of OpenAI look for', async () => {
  reply = { status: 429, body: { error: { message: 'No credit.', code: 'insufficient_quota' } } }
  const word = 'insufficient_quota'
  await expect(openai().chat.completions.create(chat)).rejects.toMatchObject({
    status: 429,
    code: word,
    type: word,
  })
  await expect(anthropic().messages.create({ ...chat, max_tokens: 100 })).rejects.toMatchObject({
    status: 429,
    error: { error: { type: 'rate_limit_error' } },
  })
  expect(sent).toBe(2)
})
