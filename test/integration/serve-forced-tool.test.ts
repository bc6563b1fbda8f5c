/** Applications that ask for JSON by means of a tool that the model must call. */
import Anthropic from '@anthropic-ai/sdk'
import Groq from 'groq-sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, serve, type Served } from '../helpers/served.ts'

const schema = {
  type: 'object' as const,
  properties: { city: { type: 'string', minLength: 300 }, rainy: { type: 'boolean' } },
  required: ['city', 'rainy'],
  additionalProperties: false,
}
const weather = { city: expect.any(String), rainy: expect.any(Boolean) }
const messages = [{ role: 'user' as const, content: 'Write about rain' }]
const chatTools = [{ type: 'function' as const, function: { name: 'report', parameters: schema } }]
const namedInChat = { type: 'function' as const, function: { name: 'report' } }
const responseTools = [{ type: 'function' as const, name: 'report', parameters: schema, strict: true }]
const messageTools = [{ name: 'report', input_schema: schema }]
const namedInMessage = { type: 'tool' as const, name: 'report' }
/** The simulated writer cannot write what matches. */
const UNREACHABLE = { name: 'pattern', required: 'moon-7{40}' }

let served: Served
beforeAll(async () => {
  served = await serve(['--model', 'sim:writer', '--seed', '1', '--no-store', '--no-critics'])
})
afterAll(() => served.stop())

const options = () => ({ apiKey: 'none', maxRetries: 0 })
const openai = () => new OpenAI({ ...options(), baseURL: `${served.url}/v1` })
const anthropic = () => new Anthropic({ ...options(), baseURL: served.url })
const groq = () => new Groq({ ...options(), baseURL: served.url })
const valueOf = (json: string | undefined): unknown => JSON.parse(json ?? '')

describe("OpenAI's chat completions", () => {
  it.each([
    { tool_choice: 'required' as const, finish_reason: 'tool_calls' },
    // As OpenAI does.
    { tool_choice: namedInChat, finish_reason: 'stop' },
  ])('return an accepted text as the call, streamed and not: %j', async ({ tool_choice, finish_reason }) => {
    const given = { model: 'default', messages, tools: chatTools, tool_choice }
    const answers = [
      await openai().chat.completions.create(given),
      await openai().chat.completions.stream(given).finalChatCompletion(),
    ]
    for (const { choices } of answers) {
      expect(choices[0]).toMatchObject({ finish_reason, message: { role: 'assistant', content: null } })
      const [call] = choices[0]?.message.tool_calls ?? []
      expect(call).toMatchObject({ type: 'function', id: expect.stringMatching(/^call_./) })
      if (call?.type !== 'function') throw new Error('no function')
      expect(call.function.name).toBe('report')
      expect(valueOf(call.function.arguments)).toEqual(weather)
    }
  })

  it('stream the arguments in pieces, and the verdict', async () => {
    const given = { model: 'default', messages, tools: chatTools, tool_choice: namedInChat }
    const chunks = []
    for await (const chunk of await openai().chat.completions.create({ ...given, stream: true }))
      chunks.push(chunk)
    const pieces = chunks.flatMap(
      ({ choices }) => choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? [],
    )
    expect(pieces.length).toBeGreaterThan(2)
    expect(valueOf(pieces.join(''))).toEqual(weather)
    expect(chunks.at(-1)).toMatchObject({ sifaka: { accepted: true } })
  })
})

it('Groq returns an accepted text as the call, streamed and not', async () => {
  const given = { model: 'default', messages, tools: chatTools, tool_choice: 'required' as const }
  const { choices } = await groq().chat.completions.create(given)
  expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } })
  const [call] = choices[0]?.message.tool_calls ?? []
  expect(call?.function.name).toBe('report')
  expect(valueOf(call?.function.arguments)).toEqual(weather)
  let streamed = ''
  for await (const chunk of await groq().chat.completions.create({ ...given, stream: true }))
    streamed += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? ''
  expect(valueOf(streamed)).toEqual(weather)
})

it.each(['required' as const, { type: 'function' as const, name: 'report' }])(
  "OpenAI's responses return an accepted text as the call, streamed and not: %j",
  async (choice) => {
    const given = { model: 'default', input: 'Write about rain', tools: responseTools, tool_choice: choice }
    const stream = openai().responses.stream(given)
    let streamed = ''
    const types = new Set<string>()
    for await (const event of stream) {
      types.add(event.type)
      if (event.type === 'response.function_call_arguments.delta') streamed += event.delta
    }
    expect(valueOf(streamed)).toEqual(weather)
    expect(types).toContain('response.function_call_arguments.done')
    for (const response of [await openai().responses.create(given), await stream.finalResponse()]) {
      expect(response).toMatchObject({ status: 'completed', tools: responseTools, tool_choice: choice })
      const [call] = response.output
      expect(call).toMatchObject({
        type: 'function_call',
        name: 'report',
        status: 'completed',
        id: expect.stringMatching(/^fc_./),
        call_id: expect.stringMatching(/^call_./),
      })
      if (call?.type !== 'function_call') throw new Error('no call')
      expect(valueOf(call.arguments)).toEqual(weather)
    }
  },
)

it.each([namedInMessage, { type: 'any' as const }])(
  'Anthropic returns an accepted text as the call, streamed and not: %j',
  async (tool_choice) => {
    const given = { model: 'default', max_tokens: 2000, messages, tools: messageTools, tool_choice }
    let streamed = ''
    const stream = anthropic().messages.stream(given)
    stream.on('inputJson', (piece) => (streamed += piece))
    for (const message of [await anthropic().messages.create(given), await stream.finalMessage()]) {
      expect(message.stop_reason).toBe('tool_use')
      expect(message.content).toEqual([
        { type: 'tool_use', id: expect.stringMatching(/^toolu_./), name: 'report', input: weather },
      ])
    }
    expect(valueOf(streamed)).toEqual(weather)
    // Clients append the pieces to what the block begins with.
    const events = await post(`${served.url}/v1/messages`, { ...given, stream: true })
    expect(await events.text()).toContain('"name":"report","input":{}')
  },
)

const requests: readonly [path: string, body: object][] = [
  ['/v1/chat/completions', { messages, tools: chatTools, tool_choice: 'required' }],
  ['/openai/v1/chat/completions', { messages, tools: chatTools, tool_choice: namedInChat }],
  ['/v1/responses', { input: 'Write about rain', tools: responseTools, tool_choice: 'required' }],
  ['/v1/messages', { messages, max_tokens: 2000, tools: messageTools, tool_choice: namedInMessage }],
]
const CALL = /"tool_calls"|function_call|"tool_use"|input_json/

describe.each(requests)('a forced tool at %s', (path, body) => {
  const ask = (more: object) => post(`${served.url}${path}`, { model: 'default', ...body, ...more })

  it.each([false, true])('is not called with a text that is not accepted (streamed: %s)', async (stream) => {
    // It matches the schema, but fails another rule.
    const draft = JSON.stringify({ city: 'x'.repeat(300), rainy: true })
    const rules = { validators: [UNREACHABLE], maxIterations: 1, draft }
    const response = await ask({ stream, sifaka: rules })
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(text).toContain('"accepted":false')
    expect(text).toContain('x'.repeat(80))
    expect(text).not.toMatch(CALL)
    const refused = await (await ask({ stream, sifaka: { ...rules, requireAccepted: true } })).text()
    expect(refused).toContain('no text was accepted')
    expect(refused).not.toMatch(CALL)
  })

  it('is refused if its schema is invalid, as that of a format is', async () => {
    const invalid = JSON.parse(JSON.stringify(body).replace('"boolean"', '"boolian"')) as object
    const response = await ask(invalid)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('json: the schema is invalid: /properties/rainy/type')
  })

  it('may have bounds that are longer than numbers of JavaScript', async () => {
    const json = JSON.stringify({ model: 'default', ...body })
    const long = json.replace('{"type":"boolean"}', '{"type":"boolean","maximum":18446744073709551615}')
    expect((await post(`${served.url}${path}`, long)).status).toBe(200)
  })
})
