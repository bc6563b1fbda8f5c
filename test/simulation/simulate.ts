/** Runs the whole command `batch`, over kills, stops and faults, until every prompt has a result, and checks it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import type { ResultRecord } from '../../src/core/record.ts'
import { SifakaError } from '../../src/core/errors.ts'
import { batchCommand } from '../../src/cli/commands/batch/batch.ts'
import type { Shell } from '../../src/cli/shell.ts'
import { seededRandom } from '../../src/util/random.ts'
import { billedTokens, newLedger, useLedger, type Ledger } from './faulty-provider.ts'
import { runInProcess } from './current-process.ts'
import { planOf, type Plan } from './plan.ts'
import { SimulatedProcess } from './simulated-process.ts'

/** The word that the rules demand of every text. */
const REQUIRED = 'harbour'
const MAX_PROCESSES = 40
/**
 * After this number of turns of the event loop without a timer, and this real time, a process waits for nothing. The
 * first processes wait for modules that are loaded on first use.
 */
const IDLE_TURNS = 2000
const IDLE_MS = 20_000
/** No process takes this long in virtual time. */
const MAX_VIRTUAL_MS = 2 * 3_600_000

export interface Simulation {
  readonly problems: readonly string[]
  readonly processes: number
  /** Number of file operations that failed. */
  readonly failedWrites: number
  /** Equal for equal runs. */
  readonly hash: string
}

const quiet = { write: () => true, isTTY: false, columns: 80 } as unknown as NodeJS.WriteStream

function shellFor(process: SimulatedProcess, cwd: string, said: string[]): Shell {
  const { stop, abort } = process
  return {
    stdin: (async function* () {})(),
    stdinIsTerminal: false,
    stdout: quiet,
    stderr: quiet,
    env: { HOME: cwd, PATH: '' },
    cwd,
    argv: [],
    signal: abort.signal,
    abort: (reason) => (stop.abort(reason), abort.abort(reason)),
    stopGently: () => stop.signal,
    interrupted: () => (stop.signal.aborted && !abort.signal.aborted ? 130 : undefined),
    say: (line) => void said.push(line),
    warn: (line) => void said.push(`sifaka: ${line}`),
    log: {
      write: (_, line) => void said.push(line),
      say: (line) => void said.push(line),
      show: () => undefined,
      includes: (level) => level !== 'debug',
      format: () => 'text',
      configure: () => undefined,
    },
    redact: (text) => text,
    redactSecrets: (text) => text,
    keepSecrets: () => undefined,
    release: () => undefined,
  }
}

/** Resolves to 'hung' if the work waits although no timer is set, or for ever. */
async function untilIdle<T>(work: Promise<T>, { clock }: SimulatedProcess): Promise<T | 'hung'> {
  let done = false
  const ended = work.finally(() => (done = true))
  ended.catch(() => undefined)
  let turns = 0
  const startedMs = clock.now()
  let before = clock.now()
  let movedMs = performance.now()
  const isIdle = () => turns >= IDLE_TURNS && performance.now() - movedMs > IDLE_MS
  while (!done && !isIdle() && clock.now() - startedMs < MAX_VIRTUAL_MS) {
    await new Promise(setImmediate)
    turns++
    if (clock.now() === before) continue
    turns = 0
    before = clock.now()
    movedMs = performance.now()
  }
  return done ? ended : 'hung'
}

const linesOf = (path: string): ResultRecord[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ResultRecord)

/** `given` replaces parts of the plan of the seed. */
export async function simulate(seed: number, folder: string, given: Partial<Plan> = {}): Promise<Simulation> {
  const random = seededRandom(seed)
  const plan = { ...planOf(random), ...given }
  const problems: string[] = []
  const check = (holds: boolean, problem: string) => void (holds || problems.push(`seed ${seed}: ${problem}`))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const input = join(folder, 'prompts.txt')
  const output = join(folder, 'out.jsonl')
  const config = join(folder, 'settings.json')
  const ids = Array.from({ length: plan.prompts }, (_, index) => `Write about topic ${index}`)
  writeFileSync(input, ids.map((text) => `${text}\n`).join(''))
  const ledger = newLedger(plan.faultShare)
  useLedger(ledger)
  const stored = new Map<string, ResultRecord>()
  let trace = ''
  let budget = plan.budget
  let number = 0
  let failedWrites = 0
  for (;;) {
    const process = new SimulatedProcess(++number, random, plan.faultsOf(number))
    const said: string[] = []
    const shell = shellFor(process, folder, said)
    const flags = {
      promptField: 'prompt',
      idField: 'id',
      output: [output],
      quiet: true,
      ...(number > 1 ? { resume: true } : {}),
      config,
    }
    writeFileSync(
      config,
      JSON.stringify({
        model: 'sim:writer',
        store: false,
        cache: false,
        seed: 1,
        concurrency: plan.concurrency,
        maxIterations: 3,
        retries: 4,
        timeout: '5s',
        validators: [{ name: 'content', required: [REQUIRED] }],
        ...(budget === undefined ? {} : { maxTotalTokens: budget }),
      }),
    )
    const run = runInProcess(process, () => batchCommand(shell, [input], flags as never))
    const ended = await untilIdle(run, process).catch((error: unknown) => error as Error)
    process.end()
    failedWrites += process.failedWrites
    trace += process.trace
    if (ended instanceof Error && !(ended instanceof SifakaError) && !process.stop.signal.aborted)
      check(false, `process ${number} ended in a bug: ${ended.stack}`)
    check(ended !== 'hung', `process ${number} hangs: ${said.join(' | ')}`)
    if (budget !== undefined) {
      const billed = billedTokens(ledger)
      check(billed <= budget, `billed ${billed} of ${budget} tokens`)
    }
    const complete = typeof ended === 'number' && ended <= 1 && !process.stop.signal.aborted
    // A prompt whose calls failed has a result, too.
    const failed = (ended === 3 || ended === 2) && process.failedWrites === 0
    const isStopped = ended === 4
    if (isStopped) budget = undefined
    const records = safeLines(output)
    for (const [id, before] of stored) {
      check(
        records === undefined ||
          records.some((each) => each.id === id && each.thoughtId === before.thoughtId),
        `process ${number} lost the result ${id}`,
      )
    }
    for (const record of records ?? []) stored.set(record.id, record)
    if (complete || (failed && new Set(records?.map(({ id }) => id)).size === plan.prompts)) break
    if (number >= MAX_PROCESSES) {
      check(false, `did not end after ${number} processes: ${String(ended)} ${said.join(' | ')}`)
      break
    }
    if (problems.length > 0) break
  }
  if (problems.length === 0) checkEnd(linesOf(output), ids, ledger, number, check)
  const hash = createHash('sha256').update(trace).digest('hex')
  return { problems, processes: number, failedWrites, hash }
}

/** The whole lines of the results; undefined if there is no file. */
function safeLines(path: string): ResultRecord[] | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ResultRecord)
  } catch {
    return undefined
  }
}

function checkEnd(
  records: readonly ResultRecord[],
  prompts: readonly string[],
  ledger: Ledger,
  processes: number,
  check: (holds: boolean, problem: string) => void,
): void {
  const found = records.map(({ prompt }) => prompt).toSorted()
  check(JSON.stringify(found) === JSON.stringify(prompts.toSorted()), `has records of ${found.join(', ')}`)
  for (const record of records) {
    const { prompt, text, outcome, error } = record
    const isMet = text.toLowerCase().includes(REQUIRED)
    check(outcome !== 'accepted' || isMet, `"${prompt}" is accepted without "${REQUIRED}"`)
    check(outcome !== 'accepted' || record.passed, `"${prompt}" is accepted and not passed`)
    check(outcome !== 'failed' || error !== null, `"${prompt}" failed without an error`)
    check(error?.code !== 'output', `"${prompt}" failed because of the disk`)
    check(!['cancelled', 'failed:cancelled'].includes(outcome), `"${prompt}" was cancelled for good`)
  }
  check(ledger.repeated.length === 0, `paid twice for ${ledger.repeated.join(', ')}`)
  for (const record of records) checkBill(record, ledger, processes - 1, check)
}

/** The tokens of answers are known exactly; those of attempts without an answer are estimated, and never too low. */
function checkBill(
  { id, usage }: ResultRecord,
  { bills }: Ledger,
  interruptions: number,
  check: (holds: boolean, problem: string) => void,
): void {
  const { attempts, answered, acknowledged, interrupted } = bills.get(id)
  const used = usage.inputTokens + usage.outputTokens
  const wasted = usage.wasted.inputTokens + usage.wasted.outputTokens
  const figures = `${id}: uses ${used} and wastes ${wasted} of ${answered} answered and ${interrupted} other tokens`
  check(used <= answered, `${figures}, more than was answered`)
  check(interruptions > 0 || used === answered, `${figures}, not each answer once`)
  check(used + wasted >= acknowledged + interrupted, `${figures}, too little`)
  // The journal has each attempt before it is sent, and a process can be killed between the two.
  const counted = usage.calls + usage.wasted.attempts
  check(counted <= attempts + interruptions, `${id} counts ${counted} of ${attempts} attempts`)
}
