import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import { anthropic } from '../../src/providers/anthropic.ts'
import { testScope } from '../helpers/scope.ts'
import { openBench } from './adaptation/bench.ts'
import { hello } from './asking.ts'
import { event } from './dialects.ts'
import { sendEvents, sendJson } from './loopback.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())
const askClaude = (request: Partial<ModelRequest> = {}) =>
  anthropic
    .create({ baseUrl: bench.server.origin }, bench.needs)
    .model('m')
    .generate({ ...hello, ...request }, testScope())

describe('Anthropic:', () => {
  const start = (more: object = {}) =>
    event('message_start', { message: { model: 'claude', usage: { input_tokens: 10 }, ...more } })
  const text = (piece: string) => event('content_block_delta', { delta: { type: 'text_delta', text: piece } })
  const end = event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } })

  it('text at the start of a block counts', async () => {
    const block = { type: 'text', text: 'Hi' }
    bench.server.reply = (response) =>
      sendEvents(response, [start(), event('content_block_start', { content_block: block }), text('.'), end])
    expect(await askClaude()).toMatchObject({ text: 'Hi.' })
  })

  it('a second message begins anew, and both are paid for', async () => {
    bench.server.reply = (response) =>
      sendEvents(response, [start(), text('Ho'), end, start(), text('Hi.'), end, event('message_stop')])
    const seen: string[] = []
    const answer = await askClaude({
      stream: true,
      onDelta: (piece) => void seen.push(piece),
      onRestart: () => void seen.push('|'),
    })
    expect(answer).toMatchObject({ text: 'Hi.', usage: { inputTokens: 20, outputTokens: 8 } })
    expect(seen.join('')).toBe('Ho|Hi.')
  })

  it('a whole message is read although a stream was requested', async () => {
    const content = [
      { type: 'thinking', thinking: 'Hm.' },
      { type: 'text', text: 'Hi.' },
    ]
    const usage = { input_tokens: 10, output_tokens: 4 }
    bench.server.reply = (response) =>
      sendJson(response, { type: 'message', model: 'claude', content, stop_reason: 'end_turn', usage })
    expect(await askClaude()).toMatchObject({
      text: 'Hi.',
      reasoning: 'Hm.',
      model: 'claude',
      usage: { inputTokens: 10, outputTokens: 4 },
    })
  })

  it('thinking is kept apart from the text', async () => {
    const thinking = event('content_block_delta', { delta: { type: 'thinking_delta', thinking: 'Hm.' } })
    bench.server.reply = (response) => sendEvents(response, [start(), thinking, text('Hi.'), end])
    expect(await askClaude()).toMatchObject({ text: 'Hi.', reasoning: 'Hm.' })
  })

  it('a message without content is a failed answer', async () => {
    bench.server.reply = (response) => sendEvents(response, [start(), end, event('message_stop')])
    await expect(askClaude()).rejects.toMatchObject({ kind: 'answer-unusable', usage: { inputTokens: 10 } })
  })
})
