/** Wherever a run stops, the command that it prints completes it as it stands, and repeats no call that was answered. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Usage } from '../../src/core/types.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer } from '../../src/sim/server/server.ts'
import { seededRandom } from '../../src/util/random.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const BIN = join(import.meta.dirname, '../../bin/sifaka.js')
/** `STOPS=80 npx vitest run test/integration/stops.test.ts` takes some minutes. */
const STOPS = Number(process.env['STOPS'] ?? 12)
const ROWS = 24
const IN_FLIGHT = 4
/** A run takes about this long. */
const RUN_MS = 2500

const folder = temporaryFolder()
const cwd = folder.path('.')
folder.write('rows.txt', Array.from({ length: ROWS }, (_, row) => `Write about topic ${row}\n`).join(''))
const PROFILE = { latency: { firstTokenMs: 60, spread: 0.5 }, firstDraftPass: 0.4, draftWords: 60 }

interface Ended {
  readonly code: number | null
  readonly stderr: string
}

/** Runs a line of a shell in which `sifaka` is the command, and sends it these signals. */
function run(line: string, url: string, signals: readonly (readonly [NodeJS.Signals, number])[] = []) {
  const child = spawn('bash', ['-c', `sifaka() { exec ${process.execPath} ${BIN} "$@"; }\n${line}`], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      XDG_DATA_HOME: folder.path('data'),
      XDG_CACHE_HOME: folder.path('cache'),
      OPENAI_API_KEY: 'sk-simulated',
      OPENAI_BASE_URL: `${url}/v1`,
      SIFAKA_HEDGE: 'off',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const timers = signals.map(([signal, afterMs]) => setTimeout(() => child.kill(signal), afterMs))
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      timers.forEach(clearTimeout)
      resolve({ code, stderr })
    })
  })
}

const printed = ({ stderr }: Ended): string | undefined => /resume with:\n {2}(.*)\n/.exec(stderr)?.[1]

const OUTPUTS = [['jsonl'], ['csv', 'md'], ['jsonl', 'csv', 'json'], ['junit.xml']]
/** Words that a shell would change if they were not quoted. */
const SYSTEM = `$'It\\'s $HOME & "all"\\n\\ttwo lines; \\\\ `

interface Stop {
  readonly signals: readonly (readonly [NodeJS.Signals, number])[]
  readonly limit?: string
}

/** What stops the first run: signals, a budget or a deadline. */
function stopOf(seed: number): Stop {
  const random = seededRandom(seed)
  const afterMs = Math.round(seed % 8 === 0 ? seed * 5 : random() * RUN_MS)
  const again = afterMs + Math.round(random() * 200)
  const kinds: readonly Stop[] = [
    { signals: [['SIGINT', afterMs]] },
    { signals: [['SIGTERM', afterMs]] },
    {
      signals: [
        ['SIGINT', afterMs],
        ['SIGINT', again],
      ] as const,
    },
    { signals: [], limit: `--max-total-tokens ${1000 + Math.round(random() * 9000)}` },
    { signals: [], limit: `--deadline ${1 + afterMs}ms` },
  ]
  return kinds[seed % kinds.length] ?? { signals: [] }
}

const seeds = Array.from({ length: STOPS }, (_, seed) => seed)
describe.concurrent('a stopped run', () => {
  it.each(seeds)('is completed by the command that it prints (%i)', async (seed) => {
    const outputs = (OUTPUTS[seed % OUTPUTS.length] ?? []).map((extension) => `out-${seed}.${extension}`)
    const primary = outputs.find((each) => each.endsWith('.jsonl')) ?? `${outputs[0]}.jsonl`
    const rules = '--max-words 80 --no-critics --no-cache --no-store'
    const files = outputs.map((each) => `-o ${each}`).join(' ')
    const { signals, limit = '' } = stopOf(seed)
    const server = await startSimServer({ port: 0, profile: simProfileSchema.parse(PROFILE) })
    const line = `sifaka batch rows.txt -m openai:writer ${rules} -j ${IN_FLIGHT} -s ${SYSTEM}' ${files} ${limit}`
    let ended = await run(line, server.url, signals)
    const wasDoubled = signals.length === 2
    for (let runs = 0; runs < 6 && !(ended.code === 0 || ended.code === 1); runs++) {
      const next = printed(ended)
      // A signal before the program listens to signals leaves nothing behind.
      if (next === undefined) {
        expect([ended.code, readdirSync(cwd).filter((each) => each.includes(`out-${seed}.`))]).toEqual([
          expect.toSatisfy((code: number | null) => code === null || code >= 128),
          [],
        ])
      }
      ended = await run(next ?? line, server.url)
    }
    expect([0, 1]).toContain(ended.code)
    for (const each of outputs) expect(existsSync(folder.path(each))).toBe(true)
    expect(readdirSync(cwd).filter((each) => each.startsWith(`.out-${seed}.`))).toEqual([])
    const usages = folder
      .read(primary)
      .trimEnd()
      .split('\n')
      .map((each) => (JSON.parse(each) as { usage: Usage }).usage)
    expect(usages).toHaveLength(ROWS)
    const { answers } = server.ledger()
    await server.close()
    const calls = usages.reduce((sum, usage) => sum + usage.calls, 0)
    const wasted = usages.reduce((sum, usage) => sum + usage.wasted.attempts, 0)
    // Only a second signal aborts calls, whose answers may be on their way.
    expect(answers - calls).toBeLessThanOrEqual(wasDoubled || limit.includes('deadline') ? wasted : 0)
    expect(answers).toBeGreaterThanOrEqual(calls)
  })
})
