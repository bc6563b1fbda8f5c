/**
 * Killed while calls are in flight and resumed, a batch reports what the provider counted: completed calls to the token,
 * and the aborted ones apart, as estimates that are not too low. LONG=1 runs more rounds.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { TimingReport } from '../../src/core/timing-report.ts'
import type { Usage } from '../../src/core/types.ts'
import { noUsage, totalUsage } from '../../src/core/usage.ts'
import { seededRandom } from '../../src/util/random.ts'
import { estimateTokens } from '../../src/util/tokens.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const BIN = join(import.meta.dirname, '../../bin/sifaka.js')
const ROUNDS = process.env['LONG'] === undefined ? 2 : 20
const KILLS = 4
const ROWS = 24
const IN_FLIGHT = 6

const folder = temporaryFolder()

/** A provider that counts what it answers, refuses some calls, and can leave calls without an answer. */
const ledger = { answers: 0, inputTokens: 0, outputTokens: 0, aborted: 0, abortedInputTokens: 0, refused: 0 }
let requests = 0
/** From this request on, nothing is answered. */
let holdAt = Infinity
let held: ServerResponse[] = []
let texts: string[] = []
let seen = () => {}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request)
  const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: string }[] }
  const inputTokens = estimateTokens(...messages.map(({ content }) => content))
  const number = ++requests
  if (number >= holdAt) {
    held.push(response)
    ledger.aborted++
    ledger.abortedInputTokens += inputTokens
    return seen()
  }
  if (number % 11 === 0) {
    ledger.refused++
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":{"message":"overloaded"}}')
    return
  }
  const words = 3 + (number % 7)
  const content = [`Answer${number}.`, ...Array.from({ length: words }, () => 'word')].join(' ')
  ledger.answers++
  ledger.inputTokens += inputTokens
  ledger.outputTokens += words
  texts.push(`Answer${number}.`)
  const usage = { prompt_tokens: inputTokens, completion_tokens: words, total_tokens: inputTokens + words }
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }]
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ id: `c${number}`, model: 'writer', choices, usage }))
}

const server = createServer((request, response) => void handle(request, response))
let env: Record<string, string> = {}
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  env = {
    OPENAI_API_KEY: 'sk-counted-calls',
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    XDG_DATA_HOME: folder.path('data'),
    XDG_CACHE_HOME: folder.path('cache'),
    HOME: folder.path('home'),
  }
  folder.write(
    'rows.jsonl',
    Array.from({ length: ROWS }, (_, index) => `{"id":"r${index}","prompt":"topic ${index}"}\n`).join(''),
  )
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Runs until the provider has this number of calls that it does not answer, and all answers are stored; then kills. */
async function runAndKill(args: readonly string[], out: string, held: () => number): Promise<boolean> {
  texts = []
  const child: ChildProcess = spawn(process.execPath, [BIN, ...args], {
    cwd: folder.path('.'),
    env: { PATH: process.env['PATH'], ...env },
  })
  const ended = once(child, 'close').then(() => 'ended' as const)
  const waiting = new Promise<'waiting'>((resolve) => (seen = () => held() > 0 && resolve('waiting')))
  if ((await Promise.race([ended, waiting])) === 'ended') return false
  const journal = join(folder.path('.'), `.${out}.sifaka`, 'calls')
  await vi.waitFor(
    () => {
      const stored = readFileSync(journal, 'utf8')
      expect(texts.filter((each) => !stored.includes(each))).toEqual([])
    },
    { timeout: 20_000 },
  )
  child.kill('SIGKILL')
  await ended
  return true
}

const usagesIn = (path: string): Usage[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { readonly usage: Usage }).usage)

it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  'round %i of kills',
  { timeout: 300_000 },
  async (round) => {
    const chance = seededRandom(round + 1)
    const before = { ...ledger }
    const out = `out-${round}.jsonl`
    const limits = ['--no-critics', '--max-words', '8', '-n', '3', '-j', String(IN_FLIGHT), '--no-cache']
    const args = ['batch', 'rows.jsonl', '-m', 'openai:writer', '--no-stream', ...limits, '-q', '-o', out]
    const resumed = () => [...args, ...(existsSync(folder.path(out)) ? ['--resume'] : [])]
    let kills = 0
    for (let kill = 0; kill < KILLS; kill++) {
      held = []
      holdAt = requests + 2 + Math.floor(8 * chance())
      if (await runAndKill(resumed(), out, () => held.length)) kills++
      held.forEach((response) => response.destroy())
    }
    holdAt = Infinity
    const { code, stderr } = await sifaka(resumed(), { env, cwd: folder.path('.') })
    expect([0, 1], stderr).toContain(code)
    expect(kills).toBeGreaterThan(0)

    const made = await sifaka(['report', out, '--format', 'json'], { env, cwd: folder.path('.') })
    expect([made.code, made.stderr]).toEqual([0, ''])
    const { models } = JSON.parse(made.stdout) as TimingReport
    const results = usagesIn(folder.path(out))
    expect(results).toHaveLength(ROWS)
    const since = (name: keyof typeof ledger) => ledger[name] - before[name]
    for (const total of [totalUsage(models), totalUsage(results)]) {
      expect({ ...noUsage, ...total }).toMatchObject({
        calls: since('answers'),
        inputTokens: since('inputTokens'),
        outputTokens: since('outputTokens'),
      })
      expect(total.wasted.attempts).toBeGreaterThanOrEqual(since('aborted'))
      // A kill may come after an attempt is noted and before the provider receives it.
      const atMost = since('aborted') + since('refused') + kills * IN_FLIGHT
      expect(total.wasted.attempts).toBeLessThanOrEqual(atMost)
      expect(total.wasted.inputTokens).toBeGreaterThanOrEqual(since('abortedInputTokens'))
    }
  },
)
