/** A provider in a separate process, so that its CPU time is not counted. Speaks all three dialects. */
import { createServer } from 'node:http'

const words = 'The quick brown fox jumps over the lazy dog and looks back at it. '.repeat(3).match(/\S+\s*/g)
const text = words.join('').repeat(10)

const chatUsage = { prompt_tokens: 10, completion_tokens: 400, total_tokens: 410 }
const chat = {
  whole: {
    model: 'some-model',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: chatUsage,
  },
  events: [
    ...words.map((content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: chatUsage },
  ]
    .map((event) => `data: ${JSON.stringify({ id: 'x', model: 'some-model', ...event })}\n\n`)
    .concat('data: [DONE]\n\n'),
}

const usage = { input_tokens: 10, output_tokens: 400 }
const messages = {
  whole: { model: 'some-model', content: [{ type: 'text', text }], stop_reason: 'end_turn', usage },
  events: [
    { type: 'message_start', message: { model: 'some-model', usage } },
    ...words.map((word) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: word },
    })),
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage },
    { type: 'message_stop' },
  ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
}

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const { whole, events } = request.url.endsWith('/messages') ? messages : chat
    if (JSON.parse(body).stream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const queue = events.values()
      const next = () => {
        const { done, value } = queue.next()
        if (done) response.end()
        else response.write(value, () => setImmediate(next))
      }
      next()
    } else {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole))
    }
  })
})
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
