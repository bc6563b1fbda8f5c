/** A JSON answer is requested in the strictest way that a model takes, which is found out once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anthropic } from '../../../src/providers/anthropic.ts'
import { groq } from '../../../src/providers/groq.ts'
import { testScope } from '../../helpers/scope.ts'
import { hello } from '../asking.ts'
import { schema, spoken } from '../dialects.ts'
import { sendEvents, sendJson, type Loopback } from '../loopback.ts'
import { chatAnswer, claudeEvents, modelOf, openBench } from './bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
let server: Loopback
beforeEach(async () => {
  bench = await openBench()
  server = bench.server
})
afterEach(() => bench.close())

describe('a JSON answer is requested in the strictest way that the model takes', () => {
  const json = (): Loopback['reply'] => (response) => sendJson(response, chatAnswer({ text: '{}' }))
  const formats = () =>
    bench.bodies().map((body) => (Object(body['response_format']) as { type?: string }).type ?? 'none')

  it.each([
    ['response_format', 'This response_format type is unavailable now'],
    ['a schema', 'json_schema is not supported by this model'],
    ['its grammar', 'failed to compile the guided decoding grammar'],
  ])('after an error that names %s', async (_, message) => {
    server.reply = (response, received) =>
      (Object(received.body['response_format']) as { type?: string }).type === 'json_schema'
        ? sendJson(response, { error: { message } }, { status: 400 })
        : json()(response, received)
    const model = modelOf(bench.createServer())
    await model.generate({ ...hello, schema }, testScope())
    await model.generate({ ...hello, schema }, testScope())
    expect(formats()).toEqual(['json_schema', 'json_object', 'json_object'])
    expect(JSON.stringify(bench.bodies().at(-1))).toContain('JSON Schema')
    expect(bench.notes.at(-1)).toMatch(/mine:m.*json_object/)
    expect(bench.warnings).toEqual([])
  })

  it('down to the prompt', async () => {
    server.reply = (response, received) =>
      received.body['response_format']
        ? sendJson(response, { error: { message: 'response_format: Extra inputs' } }, { status: 422 })
        : json()(response, received)
    await modelOf(bench.createServer()).generate({ ...hello, schema }, testScope())
    expect(formats()).toEqual(['json_schema', 'json_object', 'none'])
  })

  it('after an answer in prose, which is paid for', async () => {
    const texts = ['Sure, it is good.', '{"good": true}']
    server.reply = (response) => sendJson(response, chatAnswer({ text: texts.shift() ?? '{}' }))
    const { text, usage } = await modelOf(bench.createServer()).generate({ ...hello, schema }, testScope())
    expect(text).toBe('{"good": true}')
    expect(usage).toMatchObject({ calls: 2, inputTokens: 24, outputTokens: 10, retries: 1 })
    expect(formats()).toEqual(['json_schema', 'json_object'])
  })

  it('and a model that never answers in JSON has answered', async () => {
    server.reply = (response) => sendJson(response, chatAnswer())
    const model = modelOf(bench.createServer())
    expect(await model.generate({ ...hello, schema }, testScope())).toMatchObject({ text: spoken.text })
    expect(formats()).toEqual(['json_schema', 'json_object', 'none'])
    await model.generate({ ...hello, schema }, testScope())
    expect(server.received).toHaveLength(4)
  })

  it.each([
    ['a current Claude by its format', 'claude-opus-5-5', ['format']],
    ['an old Claude by a tool', 'claude-3-5-haiku-latest', ['tool']],
    ['a Claude that knows neither, in the prompt', 'claude-x', ['format', 'tool', 'none']],
  ])('%s', async (_, id, expected) => {
    server.reply = (response, { body }) =>
      id === 'claude-x' && (body['output_config'] ?? body['tool_choice']) !== undefined
        ? sendJson(
            response,
            { error: { message: body['tool_choice'] ? 'tool_choice: no' : 'output_config: Extra inputs' } },
            { status: 400 },
          )
        : sendEvents(response, claudeEvents({ ...spoken, text: '{}' }))
    const provider = anthropic.create({ baseUrl: server.origin }, bench.needs)
    await modelOf(provider, id).generate({ ...hello, schema }, testScope())
    const means = bench
      .bodies()
      .map((body) => (body['output_config'] ? 'format' : body['tools'] ? 'tool' : 'none'))
    expect(means).toEqual(expected)
  })

  it('and a draft with a schema is asked for without it where the schema is refused', async () => {
    server.reply = (response, { body }) =>
      body['response_format']
        ? sendJson(response, { error: { message: 'response_format: unsupported keyword' } }, { status: 400 })
        : sendJson(response, chatAnswer())
    const model = modelOf(bench.createServer())
    const optional = { ...schema, isOptional: true }
    expect(await model.generate({ ...hello, schema: optional }, testScope())).toMatchObject({
      text: spoken.text,
    })
    expect(bench.bodies()[1]).toEqual({ ...bench.bodies()[0], response_format: undefined })
    // The schemas of critics are not affected.
    server.reply = json()
    await model.generate({ ...hello, schema }, testScope())
    expect(formats()).toEqual(['json_schema', 'none', 'json_schema'])
  })

  it('with strict mode only for schemas that it supports', async () => {
    server.reply = json()
    const loose = { name: 'answer', schema: { type: 'object', properties: { a: {} } }, isOptional: true }
    await bench
      .createServer()
      .model('m')
      .generate({ ...hello, schema: loose }, testScope())
    await bench
      .createServer()
      .model('m')
      .generate({ ...hello, schema: { ...schema, isOptional: true } }, testScope())
    expect(bench.bodies().map((body) => JSON.stringify(body).includes('"strict":true'))).toEqual([
      false,
      true,
    ])
  })

  it('by Groq, which cannot stream it', async () => {
    server.reply = json()
    const model = groq.create({ baseUrl: server.origin }, bench.needs).model('m')
    await model.generate({ ...hello, schema, stream: true }, testScope())
    expect(bench.bodies()[0]).not.toHaveProperty('stream')
  })
})
