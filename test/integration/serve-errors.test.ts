/** Errors as the official SDKs understand them: which field is to blame, in which form, and whether to try again. */
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type Served } from '../helpers/served.ts'

let served: Served
let sent = 0
beforeAll(async () => {
  served = await serve(['--model', 'sim:writer', '--no-critics', '--no-cache', '--max-client-tokens', '1'])
})
afterAll(() => served.stop())

const counted = (...given: Parameters<typeof fetch>) => {
  sent++
  return fetch(...given)
}
const openai = (path = '/v1') =>
  new OpenAI({ apiKey: 'unused', baseURL: `${served.url}${path}`, fetch: counted })
const anthropic = () => new Anthropic({ apiKey: 'unused', baseURL: served.url, fetch: counted })
const messages = [{ role: 'user' as const, content: 'Write about rain' }]
const create = (more: object, path?: string) =>
  openai(path).chat.completions.create({
    model: 'default',
    messages,
    ...more,
  } as OpenAI.ChatCompletionCreateParamsNonStreaming)

it.each([
  [{ n: 2 }, 'n'],
  [{ unknown_field: 1 }, 'unknown_field'],
  [{ messages: [{ role: 'user', content: 5 }] }, 'messages.0.content'],
  [{ messages: [{ role: 'user', content: ' ' }] }, 'messages'],
])('the SDK of OpenAI finds the field that is to blame: %j', async (more, param) => {
  await expect(create(more)).rejects.toMatchObject({ status: 400, param })
})

it('the SDK of Anthropic finds errors in its form, also on paths that both APIs have', async () => {
  const error = { type: 'error', error: { type: 'not_found_error' } }
  await expect(anthropic().models.retrieve('none')).rejects.toMatchObject({ status: 404, error })
  await expect(openai().models.retrieve('none')).rejects.toMatchObject({ code: 'model_not_found' })
})

it('the SDK of Anthropic reads the list of models page by page', async () => {
  const { data: all } = await openai().models.list()
  sent = 0
  const ids: string[] = []
  for await (const { id } of anthropic().models.list({ limit: 3 })) ids.push(id)
  expect(ids).toEqual(all.map(({ id }) => id))
  expect(sent).toBe(Math.ceil(all.length / 3))
})

it.each([
  ['', '/v1/chat/completions'],
  ['/v1/v1', '/v1/chat/completions'],
  ['/v1/openai/v1', '/openai/v1/chat/completions'],
])('an application with the base URL "%s" learns the path that it meant', async (path, meant) => {
  await expect(create({}, path)).rejects.toThrow(`did you mean "${meant}"?`)
})

it('what is like no endpoint is answered with the list of them', async () => {
  await expect(openai().embeddings.create({ model: 'default', input: 'a' })).rejects.toThrow(
    /no such endpoint: POST \/v1\/embeddings; known: .*\/v1\/models\/\{id\}/,
  )
})

it('the SDKs do not repeat a request that fails again until somebody acts', async () => {
  await create({})
  sent = 0
  await expect(create({})).rejects.toMatchObject({ status: 429, code: 'insufficient_quota' })
  expect(sent).toBe(1)
})
