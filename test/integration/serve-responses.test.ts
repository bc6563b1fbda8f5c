import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, serve, type Served } from '../helpers/served.ts'

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, rainy: { type: 'boolean' } },
  required: ['city', 'rainy'],
  additionalProperties: false,
}
/** The simulated writer cannot write what matches. */
const UNREACHABLE = { name: 'pattern', required: '^moon-7{40}$' }

let served: Served
beforeAll(async () => {
  served = await serve(['--model', 'sim:writer', '--seed', '1', '--no-store'])
})
afterAll(() => served.stop())

const ask = (body: object) => post(`${served.url}/v1/responses`, { model: 'default', ...body })
/** The types of the SDK do not have this field. */
const sifaka = (fields: object): object => ({ sifaka: fields })
const client = () => new OpenAI({ apiKey: 'none', baseURL: `${served.url}/v1`, maxRetries: 0 })

describe('the responses API of OpenAI', () => {
  it('answers with an accepted text, the verdict, and the usage of all calls', async () => {
    const response = await client().responses.create({
      model: 'default',
      instructions: 'Be brief',
      input: 'Write about rain',
    })
    expect(response.output_text).toMatch(/rain/i)
    expect(response).toMatchObject({
      status: 'completed',
      instructions: 'Be brief',
      sifaka: { accepted: true, outcome: 'accepted' },
    })
    expect(response.usage?.total_tokens).toBeGreaterThan(0)
  })

  it('streams the events from which the SDK assembles the same text', async () => {
    const types = new Set<string>()
    const stream = client().responses.stream({
      model: 'default',
      input: [
        { role: 'developer', content: 'Be brief' },
        { role: 'user', content: [{ type: 'input_text', text: 'Write about rainbows' }] },
      ],
    })
    let text = ''
    for await (const event of stream) {
      types.add(event.type)
      if (event.type === 'response.output_text.delta') text += event.delta
    }
    const final = await stream.finalResponse()
    expect(final.output_text).toMatch(/rain/i)
    expect(text).toBe(final.output_text)
    expect(types).toContain('response.output_item.done')
  })

  it('answers with JSON that matches the schema of text.format', async () => {
    const { output_text: text } = await client().responses.create({
      model: 'default',
      input: 'Write about rain',
      text: { format: { type: 'json_schema', name: 'weather', schema, strict: true } },
    })
    expect(JSON.parse(text)).toEqual({ city: expect.any(String), rainy: expect.any(Boolean) })
  })

  it('says that a text ends at the token limit', async () => {
    const response = await client().responses.create({
      model: 'default',
      input: 'Write about long rain',
      max_output_tokens: 16,
      ...sifaka({ maxIterations: 1 }),
    })
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    })
  })

  it('ends a stream with an error that the SDK throws', async () => {
    const create = async () => {
      const stream = await client().responses.create({
        model: 'default',
        input: 'Write about rain',
        stream: true,
        ...sifaka({ validators: [UNREACHABLE], requireAccepted: true, maxIterations: 1 }),
      })
      for await (const _ of stream);
    }
    await expect(create()).rejects.toMatchObject({ code: 'not_accepted' })
  })

  it.each([
    [
      { input: [{ role: 'user', content: [{ type: 'input_image' }] }] },
      'input.0.content',
      /not support images/,
    ],
    [{ input: [{ type: 'function_call_output' }] }, 'input.0.type', /must be message/],
    [{ input: 'x', previous_response_id: 'resp_1' }, 'previous_response_id', /send all messages in "input"/],
    [{ input: 'x', tools: [{ type: 'web_search' }] }, 'tools.0.type', /must be function \(sifaka supports/],
    [{ input: 'x', tool_choice: 'required' }, 'tool_choice', /but tools has no tool/],
    [{ input: 'x', background: true }, 'background', /must be false/],
    [{ input: 'x', reasoning: { summary: 'auto' } }, 'reasoning.summary', /sifaka returns no reasoning/],
    [{ input: ' ' }, 'input', /the last message is empty/],
  ])('refuses %j and names %s', async (body, param, message) => {
    const response = await ask(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { param, message: expect.stringMatching(message) },
    })
  })

  it.each([
    { tool_choice: 'auto', parallel_tool_calls: true, tools: [] },
    { include: ['reasoning.encrypted_content'], store: false, truncation: 'disabled', top_p: 1 },
    { previous_response_id: null, metadata: {}, text: {}, reasoning: { effort: 'low' } },
  ])('accepts the values that change nothing: %j', async (body) => {
    expect((await ask({ input: 'Write about rain', ...body })).status).toBe(200)
  })
})
