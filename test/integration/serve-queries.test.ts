/** Parameters of the URL: each is obeyed, or refused with its name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, serve, type Served } from '../helpers/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve(['--model', 'sim:writer', '--no-critics', '--no-store'])
})
afterAll(() => served.stop())

const chat = { model: 'default', max_tokens: 500, messages: [{ role: 'user', content: 'Write about rain' }] }
const send = (path: string): Promise<Response> => {
  const body = path.includes('improve') ? { prompt: 'Write about rain' } : chat
  const isPost = /improve|messages|completions/.test(path)
  return isPost ? post(`${served.url}${path}`, body) : fetch(`${served.url}${path}`)
}

describe('a parameter of the URL is refused', () => {
  it.each([
    ['/v1/models?limit=1&foo=3', 'foo', 'known: limit'],
    ['/openai/v1/models?limmit=1', 'limmit', 'did you mean "limit"?'],
    ['/v1/models?limit=1&limit=2', 'limit', 'more than once'],
    ['/v1/models/default?limit=1', 'limit', 'known: beta'],
    ['/v1/thoughts/0123456789abcdef?iteration=1', 'iteration', 'it takes none'],
    ['/metrics?collect=prompts', 'collect', 'it takes none'],
    ['/openapi.json?version=2', 'version', 'it takes none'],
    ['/v1/improve?stream=true', 'stream', 'it takes none'],
    ['/v1/chat/completions?model=other', 'model', 'it takes none'],
    ['/openai/v1/chat/completions?beta=true', 'beta', 'it takes none'],
  ])('%s', async (path, name, reason) => {
    const response = await send(path)
    expect(response.status).toBe(400)
    const message = expect.stringMatching(new RegExp(`^${name}: .*${reason.replace('?', '\\?')}`)) as string
    expect(await response.json()).toMatchObject({ error: { param: name, message } })
  })

  it('in the form of the API that the client calls', async () => {
    const response = await send('/v1/messages?stream=true')
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } })
  })
})

it.each([
  '/health?t=1764547200',
  '/health/live?_=1',
  '/v1/models?limit=1&beta=true',
  '/v1/models/default?beta=true',
  '/v1/messages?beta=true',
])('%s is answered, as health checks and the SDK of Anthropic send it', async (path) => {
  expect((await send(path)).status).toBe(200)
})

it('an unknown path is unknown whatever its parameters are', async () => {
  const response = await send('/v1/nowhere?foo=1')
  expect(response.status).toBe(404)
})
