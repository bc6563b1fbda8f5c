/** What the provider charges never exceeds the budget, whatever happens to calls, and nothing is counted twice. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Usage } from '../../src/core/types.ts'
import type { TimingReport } from '../../src/core/timing-report.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const BIN = join(import.meta.dirname, '../../bin/sifaka.js')
const folder = temporaryFolder()
let server: SimServer | undefined
afterEach(() => server?.close())

let runs = 0
async function start(profile: Parameters<typeof simProfileSchema.parse>[0]) {
  server = await startSimServer({ port: 0, profile: simProfileSchema.parse(profile) })
  const out = folder.path(`ledger-${++runs}.jsonl`)
  const env = { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `${server.url}/v1` }
  return { server, out, options: { env, cwd: folder.path('.') } }
}

const input = (rows: number): string =>
  folder.write(
    'rows.txt',
    Array.from({ length: rows }, (_, index) => `Write about topic ${index}\n`).join(''),
  )

const usages = (out: string): Usage[] =>
  existsSync(out)
    ? readFileSync(out, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { usage: Usage }).usage)
    : []

/** The tokens of the results, with what was wasted. */
const paid = (out: string): number =>
  usages(out)
    .flatMap((usage) => [usage, usage.wasted])
    .reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)

describe('the ledger of the provider stays within --max-total-tokens', () => {
  const BUDGET = 60_000
  it.each([
    ['20 % resets', [{ kind: 'reset', share: 0.2 }], [], true],
    ['40 % truncated streams', [{ kind: 'stream-cut', share: 0.4 }], ['--require', 'zebra'], true],
    ['40 % truncated answers', [{ kind: 'stream-cut', share: 0.4 }], ['--no-stream'], true],
    ['20 % hangs', [{ kind: 'hang', share: 0.2 }], ['--timeout', '300ms'], true],
    ['20 % malformed answers', [{ kind: 'bad-body', share: 0.2 }], [], false],
  ] as const)('with %s', async (_, faults, flags, isWasted) => {
    const { server, out, options } = await start({ faults, draftWords: 100, latency: { firstTokenMs: 10 } })
    const limits = ['--max-total-tokens', String(BUDGET), '-j', '20', '-q']
    const args = ['batch', input(400), '-m', 'openai:writer', '--max-words', '60', ...limits, ...flags]
    const env = { ...options.env, SIFAKA_RETRIES: '10' }
    const { code, stderr } = await sifaka([...args, '-o', out], { ...options, env })
    expect([code, stderr]).toEqual([4, expect.stringContaining('the next call could use')])
    const { billedTokens } = server.ledger()
    expect(billedTokens).toBeLessThanOrEqual(BUDGET)
    expect(billedTokens).toBeGreaterThan(0.5 * BUDGET)
    if (isWasted) expect(usages(out).some(({ wasted }) => wasted.attempts > 0)).toBe(true)
  })
})

it('a budget counts each call once, over stops and kills', async () => {
  const { server, out, options } = await start({
    draftWords: 100,
    latency: { firstTokenMs: 40, spread: 0.5 },
  })
  const base = ['batch', input(400), '-m', 'openai:writer', '--max-words', '60', '-j', '10', '-q', '-o', out]
  for (const afterMs of [500, 700, 600]) {
    const resume = existsSync(out) ? ['--resume'] : []
    const child = spawn(process.execPath, [BIN, ...base, ...resume], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
    })
    const ended = new Promise((resolve) => child.on('close', resolve))
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
    await ended
    clearTimeout(timer)
  }
  const before = server.ledger().billedTokens
  // Each kill interrupts up to ten calls, which count at an estimate.
  const budget = before + 40_000
  const limited = await sifaka([...base, '--resume', '--max-total-tokens', String(budget)], options)
  expect(limited.code).toBe(4)
  const { billedTokens } = server.ledger()
  expect(billedTokens).toBeLessThanOrEqual(budget)
  // What was spent before is not counted twice: most of the rest is used.
  expect(billedTokens - before).toBeGreaterThan(5000)
  expect((await sifaka([...base, '--resume'], options)).code).toBeLessThanOrEqual(1)
  const ledger = server.ledger()
  expect(usages(out)).toHaveLength(400)
  // Calls that were in flight at a kill count at an estimate.
  expect(paid(out)).toBeGreaterThanOrEqual(ledger.billedTokens)
  expect(paid(out)).toBeLessThan(1.3 * ledger.billedTokens)
})

it('report, results and ledger agree on every call, and calls that were never sent are not counted', async () => {
  const { server, out, options: given } = await start({ draftWords: 60, firstDraftPass: 0.5 })
  // The server counts the answer to a copy of a slow call, too, which is given up when the other copy is answered.
  const options = { ...given, env: { ...given.env, SIFAKA_HEDGE: 'off' } }
  const base = ['batch', input(60), '-m', 'openai:writer', '--max-words', '80', '-j', '10', '-q', '-o', out]
  const report = folder.path('report.json')
  const sum = (usage: readonly Usage[], key: 'calls' | 'inputTokens' | 'outputTokens') =>
    usage.reduce((total, each) => total + each[key], 0)
  const check = (before: ReturnType<SimServer['ledger']> | undefined, stopped: boolean) => {
    const { models } = JSON.parse(readFileSync(report, 'utf8')) as TimingReport
    const ledger = server.ledger()
    for (const [key, counted] of [
      ['calls', 'answers'],
      ['inputTokens', 'inputTokens'],
      ['outputTokens', 'outputTokens'],
    ] as const) {
      expect(sum(models, key)).toBe(ledger[counted] - (before?.[counted] ?? 0))
      if (!stopped) expect(sum(usages(out), key)).toBe(ledger[counted])
    }
    return ledger
  }
  expect((await sifaka([...base, '--report', report, '--max-total-tokens', '9000'], options)).code).toBe(4)
  const stopped = check(undefined, true)
  expect(usages(out).length).toBeLessThan(60)
  await sifaka([...base, '--report', report, '--resume'], options)
  // Answers that the stopped run had stored are not paid for again.
  const resumed = check(stopped, false)
  await sifaka([...base, '--report', report, '--resume', '--forbid', 'the'], options)
  check(resumed, false)
})
