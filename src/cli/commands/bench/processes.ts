/** Figures of the program as a process of its own: its memory and its start. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../../core/clock.ts'
import { SifakaError } from '../../../core/errors.ts'
import type { TimingReport } from '../../../core/timing-report.ts'
import { parseJson } from '../../../util/json.ts'
import type { BenchContext, BenchTable } from './scenario.ts'
import { medianOf } from '../../../util/statistics.ts'
import { inTempFolder } from './temp-folder.ts'

/** Two folders above dist/chunks: these figures are of the built program. */
const PROGRAM = fileURLToPath(new URL('../../bin/sifaka.js', import.meta.url))
const MAX_RSS_MB = 150
const SIZES = [1000, 10_000, 100_000]

/** Without simulated latency. Critics add time but no memory, so only the smallest run has them. */
export async function memory(context: BenchContext): Promise<BenchTable> {
  return inTempFolder(async (folder) => {
    const rows = []
    for (const [prompts, critics] of [[1000, 2] as const, ...SIZES.map((size) => [size, 0] as const)]) {
      context.say(`memory with ${prompts} prompts and ${critics} critics`)
      const input = join(folder, `${prompts}.txt`)
      await writeFile(input, linesOf(prompts))
      const args = ['batch', input, '--model', 'sim:writer', '--concurrency', 'auto', '--max-calls', '64']
      const chosen =
        critics === 0 ? ['--no-critics'] : ['--critic', 'reflexion', '--critic', 'constitutional']
      const report = join(folder, 'report.json')
      const outputs = ['-o', join(folder, 'results.jsonl'), '--report', report, '--force']
      await runProgram([...args, ...chosen, '--no-store', '--no-cache', '-q', ...outputs], folder, context)
      const { summary, resources } = await readReport(report)
      const peakMb = resources.peakRssMb ?? Infinity
      rows.push({
        values: [prompts, critics, peakMb, summary.wallMs, (resources.cpuMs ?? 0) / prompts],
        target: `at most ${MAX_RSS_MB} MB`,
        passed: peakMb <= MAX_RSS_MB && summary.prompts === prompts,
        simulated: false,
      })
    }
    return {
      title: 'Memory of sifaka batch --concurrency auto',
      columns: {
        prompts: 'number',
        critics: 'number',
        'peak memory': 'mb',
        time: 'ms',
        'CPU per prompt (ms)': 'number',
      },
      rows,
    }
  })
}

const STARTS = 7
const NODE_WITH_COMPILE_CACHE = 22

export async function startUp(context: BenchContext): Promise<BenchTable> {
  return inTempFolder(async (folder) => {
    const text = join(folder, 'text.txt')
    await writeFile(text, 'A short text to check.\n')
    const hasCompileCache = Number.parseInt(process.versions.node, 10) >= NODE_WITH_COMPILE_CACHE
    const limit = hasCompileCache ? 2.5 : 3
    const program = (...args: string[]) => [PROGRAM, ...args]
    const improve = [
      'improve',
      'Write about the sun.',
      '--model',
      'sim:writer',
      '--no-store',
      '--no-cache',
      '-q',
    ]
    const commands = [
      { name: 'node -e 0', args: ['-e', '0'], limit: undefined },
      { name: 'sifaka --version', args: program('--version'), limit: 1.3 },
      { name: 'sifaka validate', args: program('validate', text, '--max-words', '50'), limit },
      { name: 'sifaka improve', args: program(...improve), limit },
    ].map((command) => ({ ...command, timesMs: [] as number[] }))
    // The commands take turns, so that other load on the machine affects all of them.
    for (let start = 0; start <= STARTS; start++) {
      for (const { args, timesMs } of commands) {
        const startedMs = systemClock.now()
        await runNode(args, folder, context)
        // The first start is not measured, since it fills the caches of the system.
        if (start > 0) timesMs.push(systemClock.now() - startedMs)
      }
    }
    const nodeMs = medianOf(commands[0]?.timesMs ?? [])
    const rows = commands.map(({ name, timesMs, limit: maxRatio = Infinity }) => {
      const ms = medianOf(timesMs)
      return {
        values: [name, ms, ms / nodeMs],
        target: maxRatio === Infinity ? 'the reference' : `at most ${maxRatio} times node -e 0`,
        passed: ms / nodeMs <= maxRatio,
        simulated: false,
      }
    })
    return {
      title: `Start (median of ${STARTS})`,
      columns: { command: 'text', time: 'ms', 'times node': 'factor' },
      rows,
    }
  })
}

const linesOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Write 20 words about topic ${index + 1}.\n`).join('')

async function readReport(path: string): Promise<TimingReport> {
  const content = parseJson(await readFile(path, 'utf8'))
  if ('fault' in content) throw new SifakaError('error', `${path}: not JSON: ${content.fault}`)
  return content.value as TimingReport
}

const runProgram = (args: readonly string[], folder: string, context: BenchContext): Promise<void> =>
  runNode([PROGRAM, ...args], folder, context)

/** Without the user's settings: the environment has only what a process needs. */
async function runNode(args: readonly string[], folder: string, { io }: BenchContext): Promise<void> {
  const { PATH, HOME } = io.env
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH, HOME },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: io.signal,
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  // With 1, the program has ended normally, but not every text was accepted.
  if (code !== 0 && code !== 1)
    throw new SifakaError('error', `${args.join(' ')} ended with ${code}: ${stderr.trim()}`)
}
