/**
 * A provider in a separate process that answers a known job: for each topic, one to three drafts, each with two
 * critiques. It records when each call was served, so that the ideal time of the job is known.
 */
import { createServer } from 'node:http'

const scale = Number(process.argv[2] ?? 1)
const LATENCY_MS = { writer: 320 * scale, fast: 120 * scale, slow: 150 * scale }
/** The share of topics that need another iteration, by the iteration that has ended: 2.3 iterations on average. */
const GOES_ON = [0.85, 0.53]

/** A number from 0 to 1 that depends only on the topic and the iteration. */
const draw = (topic, iteration) => {
  const mixed = Math.imul((topic * 3 + iteration) ^ 0x9e3779b9, 0x85ebca6b)
  return ((Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}
const iterationsOf = (topic) => {
  let iterations = 1
  while (iterations <= GOES_ON.length && draw(topic, iterations) < GOES_ON[iterations - 1]) iterations++
  return iterations
}

let calls = []
let inFlight = 0
let mostInFlight = 0

const server = createServer((request, response) => {
  if (request.url === '/figures') {
    response.end(JSON.stringify(figures()))
    return
  }
  const arrivedMs = performance.now()
  mostInFlight = Math.max(mostInFlight, ++inFlight)
  let body = ''
  request.setEncoding('utf8').on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const { model } = JSON.parse(body)
    const topic = Number(/topic (\d+)/.exec(body)?.[1])
    const drafts = [...body.matchAll(/Draft (\d) of topic/g)].map(([, iteration]) => Number(iteration))
    const latest = Math.max(0, ...drafts)
    const content = model === 'writer' ? draftOf(topic, latest + 1) : critiqueOf(latest < iterationsOf(topic))
    setTimeout(() => {
      inFlight--
      const iteration = model === 'writer' ? latest + 1 : latest
      calls.push({ topic, iteration, model, startMs: arrivedMs, endMs: performance.now() })
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          created: 1,
          model,
          choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
          usage: { prompt_tokens: 500, completion_tokens: 200, total_tokens: 700 },
        }),
      )
    }, LATENCY_MS[model])
  })
})

const draftOf = (topic, iteration) =>
  `Draft ${iteration} of topic ${topic}. ${'The text says something about it. '.repeat(20)}`

const critiqueOf = (needsImprovement) =>
  JSON.stringify({
    diagnosis: 'The text could be better.',
    needsImprovement,
    plan: needsImprovement ? ['Say more.'] : [],
    lesson: 'Say more.',
    severity: 'medium',
    confidence: 0.9,
  })

/** Returns and forgets what was recorded. */
function figures() {
  const chains = new Map()
  const add = (call) => {
    const chain = chains.get(call.topic) ?? new Map()
    chains.set(call.topic, chain)
    const step = `${call.iteration} ${call.model === 'writer'}`
    chain.set(step, Math.max(chain.get(step) ?? 0, call.endMs - call.startMs))
  }
  calls.forEach(add)
  const sum = (values) => values.reduce((total, value) => total + value, 0)
  const result = {
    calls: calls.length,
    mostInFlight,
    spanMs: Math.max(...calls.map(({ endMs }) => endMs)) - Math.min(...calls.map(({ startMs }) => startMs)),
    longestChainMs: Math.max(...[...chains.values()].map((chain) => sum([...chain.values()]))),
    busyMs: sum(calls.map(({ startMs, endMs }) => endMs - startMs)),
  }
  calls = []
  mostInFlight = 0
  return result
}

server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
