/**
 * How fast the built program is at a provider that fails now and then, over HTTP and without rate-limit headers. LONG=1
 * makes 10,000 calls, and compares times.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { seededRandom } from '../../src/util/random.ts'

const IS_LONG = process.env['LONG'] !== undefined
const folder = temporaryFolder()
const servers: ReturnType<typeof createServer>[] = []
afterEach(() => servers.splice(0).forEach((server) => (server.closeAllConnections(), server.close())))

const COMPLETION = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  model: 'writer',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Some text.' } }],
  usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
})

const complete = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(COMPLETION)

interface Seen {
  requests: number
  inFlight: number
  mostInFlight: number
  /** Times since the first request. */
  readonly sentMs: number[]
}

/** `respond` gets the time since the first request. */
async function startHost(respond: (response: ServerResponse, nowMs: number) => void | Promise<void>) {
  const seen: Seen = { requests: 0, inFlight: 0, mostInFlight: 0, sentMs: [] }
  let firstMs: number | undefined
  const server = createServer((request, response) => {
    const nowMs = performance.now() - (firstMs ??= performance.now())
    seen.requests++
    seen.sentMs.push(nowMs)
    seen.mostInFlight = Math.max(seen.mostInFlight, ++seen.inFlight)
    response.once('close', () => seen.inFlight--)
    request.resume().once('end', () => void respond(response, nowMs))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }
}

async function batch(prompts: number, url: string, flags: readonly string[]) {
  const texts = Array.from({ length: prompts }, (_, index) => `Write about topic ${index}\n`).join('')
  const input = folder.write('prompts.txt', texts)
  const settings = { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: url, SIFAKA_STORE: 'false' }
  const run = await sifaka(['batch', input, '-m', 'openai:writer', '--no-stream', '--no-critics', ...flags], {
    env: settings,
  })
  return { ...run, accepted: run.records().filter(({ outcome }) => outcome === 'accepted').length }
}

describe('a provider of which 5 % of the calls fail', () => {
  const [prompts, inFlight] = IS_LONG ? [10_000, 300] : [800, 60]

  const timeOf = async (failureShare: number) => {
    const random = seededRandom(7)
    const { seen, url } = await startHost(async (response) => {
      const isFailure = random() < failureShare
      if (isFailure && random() < 0.5) response.socket?.resetAndDestroy()
      else if (isFailure) response.writeHead(500).end('{"error":{"message":"sorry"}}')
      else {
        await delay(150)
        complete(response)
      }
    })
    const { code, accepted, durationMs } = await batch(prompts, url, ['-j', `${inFlight}`, '--unordered'])
    expect([code, accepted]).toEqual([0, prompts])
    return { ...seen, durationMs }
  }

  it('is answered in little more time than one without failures', async () => {
    const clean = await timeOf(0)
    const faulty = await timeOf(0.05)
    // A busy machine limits the calls in flight, too.
    expect(faulty.mostInFlight).toBeGreaterThan(0.5 * clean.mostInFlight)
    expect(faulty.requests).toBeLessThan(1.08 * prompts)
    // A small run is a few round trips, of which one more makes the difference, and the machine may be busy.
    expect(faulty.durationMs).toBeLessThan((IS_LONG ? 1.3 : 2) * clean.durationMs)
    if (IS_LONG) process.stderr.write(`clean ${clean.durationMs} ms, faulty ${faulty.durationMs} ms\n`)
  }, 300_000)
})

it('a host that is up for 1 s of every 4 s is probed at least every 2 s, and all calls are answered', async () => {
  const prompts = IS_LONG ? 300 : 100
  const { seen, url } = await startHost(async (response, nowMs) => {
    if (nowMs % 4000 < 1000) {
      await delay(50)
      complete(response)
    } else response.socket?.resetAndDestroy()
  })
  const { code, accepted, durationMs } = await batch(prompts, url, ['-j', '20'])
  expect([code, accepted]).toEqual([0, prompts])
  const gaps = seen.sentMs.map((atMs, index) => atMs - (seen.sentMs[index - 1] ?? 0))
  expect(Math.max(...gaps)).toBeLessThan(2000)
  if (IS_LONG) expect(durationMs).toBeLessThan(20_000)
}, 60_000)

it('a refusal with "Retry-After: 0" is retried after a growing delay', async () => {
  const { seen, url } = await startHost((response) => {
    if (seen.requests > 4) complete(response)
    else response.writeHead(429, { 'retry-after': '0' }).end('{"error":{"message":"slow down"}}')
  })
  const { code, accepted } = await batch(1, url, [])
  expect([code, accepted, seen.requests]).toEqual([0, 1, 5])
  const gaps = seen.sentMs.slice(1).map((atMs, index) => atMs - (seen.sentMs[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThan(200)
})
