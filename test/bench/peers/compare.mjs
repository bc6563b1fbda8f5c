/**
 * Compares `sifaka batch --concurrency auto` with the bare openai SDK on the same job, in turn, and prints medians.
 * Run by `npm run bench:peers`, optionally with the number of runs, the numbers of prompts (`100,1000`) and a factor for
 * the latencies. Needs a built `dist`. Not a test, because the figures are meaningless on a busy machine.
 */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const RUNS = Number(process.argv[2] ?? 5)
const SIZES = (process.argv[3] ?? '100,1000').split(',').map(Number)
const SCALE = process.argv[4] ?? '1'
const SLOTS = 64
/** The most that sifaka may take, over the ideal, and its median prompt time. */
const TARGETS = {
  100: { calls: 1.18, process: 1.3, p50Ms: Infinity },
  1000: { calls: 1.03, process: 1.05, p50Ms: 1300 * Number(SCALE) },
}

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'sifaka-peers-'))
const provider = fork(join(here, 'provider.mjs'), [SCALE], { execArgv: [] })
const [port] = await once(provider, 'message')
const origin = `http://127.0.0.1:${port}`

async function run(program, args, env) {
  const startedMs = performance.now()
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  await once(child, 'close')
  const wallMs = performance.now() - startedMs
  const figures = await (await fetch(`${origin}/figures`)).json()
  const idealMs = Math.max(figures.longestChainMs, figures.busyMs / SLOTS)
  return { output, overIdeal: { calls: figures.spanMs / idealMs, process: wallMs / idealMs }, figures }
}

const peers = {
  async sdk(prompts) {
    const { output, ...rest } = await run(process.execPath, [
      join(here, 'sdk.mjs'),
      `${origin}/v1`,
      String(prompts),
    ])
    return { ...rest, ...JSON.parse(output) }
  },
  /** The command as it is installed, with an empty home, so that store and cache are as for a new user. */
  async sifaka(prompts) {
    const home = mkdtempSync(join(folder, 'home-'))
    const [input, report] = [join(home, 'prompts.txt'), join(home, 'report.json')]
    const lines = Array.from(
      { length: prompts },
      (_, index) => `Write about topic ${index + 1} in about 100 words.\n`,
    )
    writeFileSync(input, lines.join(''))
    const models = [
      '-m',
      'openai:writer',
      '--critic',
      'reflexion=openai:fast',
      '--critic',
      'reflexion=openai:slow',
    ]
    const limits = ['--concurrency', 'auto', '--max-calls', String(SLOTS)]
    const args = [
      'batch',
      input,
      ...models,
      ...limits,
      '-q',
      '-o',
      join(home, 'out.jsonl'),
      '--report',
      report,
    ]
    const env = {
      HOME: home,
      XDG_DATA_HOME: '',
      XDG_CACHE_HOME: '',
      XDG_CONFIG_HOME: '',
      OPENAI_API_KEY: 'simulated',
      OPENAI_BASE_URL: `${origin}/v1`,
    }
    const { overIdeal, figures } = await run(join(here, '../../../bin/sifaka.js'), args, env)
    const { latencyMs, resources } = JSON.parse(readFileSync(report, 'utf8'))
    return { overIdeal, figures, p50Ms: latencyMs.prompt.p50, ...resources }
  },
}

const median = (values) => values.toSorted((one, other) => one - other)[values.length >> 1]

for (const prompts of SIZES) {
  const results = { sdk: [], sifaka: [] }
  for (let index = 0; index < RUNS; index++) {
    for (const name of Object.keys(peers)) results[name].push(await peers[name](prompts))
  }
  for (const [name, runs] of Object.entries(results)) {
    const of = (pick) => median(runs.map(pick))
    const row = {
      calls: of(({ overIdeal }) => overIdeal.calls),
      process: of(({ overIdeal }) => overIdeal.process),
      p50Ms: of(({ p50Ms }) => p50Ms),
      cpuMs: of(({ cpuMs, figures }) => cpuMs / figures.calls),
      rssMb: of(({ peakRssMb }) => peakRssMb),
      inFlight: Math.max(...runs.map(({ figures }) => figures.mostInFlight)),
    }
    const target = name === 'sifaka' ? TARGETS[prompts] : undefined
    const isMissed =
      target && (row.calls > target.calls || row.process > target.process || row.p50Ms > target.p50Ms)
    if (isMissed) process.exitCode = 1
    process.stdout.write(
      `${String(prompts).padStart(5)} prompts  ${name.padEnd(6)}  first to last call ${row.calls.toFixed(3)}  process ${row.process.toFixed(3)} of the ideal  median prompt ${(row.p50Ms / 1000).toFixed(2)} s  CPU per call ${row.cpuMs.toFixed(2)} ms  peak memory ${row.rssMb.toFixed(0)} MB  at most ${row.inFlight} calls in flight${isMissed ? '  MISS' : ''}\n`,
    )
  }
}
provider.disconnect()
rmSync(folder, { recursive: true, force: true })
