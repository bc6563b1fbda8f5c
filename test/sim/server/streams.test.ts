import { describe, expect, it } from 'vitest'
import {
  type Json,
  serve,
  OPENAI,
  GROQ,
  ANTHROPIC,
  PATHS,
  type SentEvent,
  stream,
  withoutRepeats,
  inProcess,
  schema,
  type Chunk,
} from './sim-server.ts'

describe('a stream', () => {
  const kindOf = ({ data }: SentEvent) => {
    if (typeof data === 'string') return data
    const [choice] = data['choices'] as { delta: Json; finish_reason: string | null }[]
    return choice ? (choice.finish_reason ?? Object.keys(choice.delta)[0]) : 'usage'
  }

  it("has OpenAI's order: role, content, finish reason, usage if requested, [DONE]", async () => {
    const server = await serve()
    const plain = await stream(server, OPENAI)
    expect(withoutRepeats(plain.map(kindOf))).toEqual(['role', 'content', 'stop', '[DONE]'])
    const events = await stream(server, OPENAI, { stream_options: { include_usage: true } })
    expect(withoutRepeats(events.map(kindOf))).toEqual(['role', 'content', 'stop', 'usage', '[DONE]'])
    expect(events[1]?.data).toMatchObject({ object: 'chat.completion.chunk', usage: null })
    expect(events.at(-2)?.data).toMatchObject({ choices: [], usage: { prompt_tokens: 6 } })
    const pieces = events.flatMap(({ data }) =>
      typeof data === 'string' ? [] : (data as unknown as Chunk).choices,
    )
    expect(pieces.map(({ delta }) => delta.content ?? '').join('')).toBe((await inProcess()).text)
  })

  it("has Groq's order, with the usage under x_groq", async () => {
    const events = await stream(await serve(), GROQ)
    expect(withoutRepeats(events.map(kindOf))).toEqual(['role', 'content', 'stop', '[DONE]'])
    expect(events[0]?.data).toMatchObject({ x_groq: { id: expect.any(String) as string } })
    expect(events.at(-2)?.data).toMatchObject({ x_groq: { usage: { prompt_tokens: 6, total_time: 0 } } })
  })

  it("has Anthropic's order, with cumulative usage", async () => {
    const events = await stream(await serve(), ANTHROPIC)
    expect(withoutRepeats(events.map(({ event }) => event))).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(events.every(({ event, data }) => typeof data !== 'string' && data['type'] === event)).toBe(true)
    const { text, usage } = await inProcess()
    const deltas = events.map(({ data }) => (data as { delta?: { text?: string } }).delta?.text ?? '')
    expect(deltas.join('')).toBe(text)
    expect(events.at(-2)?.data).toMatchObject({
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: usage.outputTokens },
    })
  })

  it("contains a tool's input in pieces of JSON", async () => {
    const tools = [{ name: 'answer', input_schema: schema }]
    const events = await stream(await serve(), ANTHROPIC, {
      tools,
      tool_choice: { type: 'tool', name: 'answer' },
    })
    const deltas = events.map(
      ({ data }) => (data as { delta?: { partial_json?: string } }).delta?.partial_json ?? '',
    )
    expect(JSON.parse(deltas.join(''))).toEqual({ needsImprovement: false, suggestions: [] })
    expect(events.at(-2)?.data).toMatchObject({ delta: { stop_reason: 'tool_use' } })
  })

  it.each(PATHS)('has an opening and an ending even for an empty text: %s', async (path) => {
    const events = await stream(await serve({ faults: [{ kind: 'empty' }] }), path)
    expect(events.length).toBeGreaterThan(2)
  })
})
