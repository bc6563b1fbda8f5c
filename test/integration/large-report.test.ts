/** Reports of large runs, by the built program: fast, in little memory. LONG=1 adds a run of 100,000 prompts. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { writeLargeRun } from '../helpers/large-run.ts'

const isLong = process.env['LONG'] !== undefined
const MINUTE_MS = 60_000
const folder = temporaryFolder()

/** Writes the highest memory and the CPU time of the process to a file when it ends. */
const meter = folder.write(
  'meter.mjs',
  `import { writeFileSync } from 'node:fs'
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    writeFileSync(process.env.METER, JSON.stringify({ peakMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }))
  })`,
)

async function measured(args: readonly string[], data: string) {
  const report = folder.path('meter.json')
  const env = { XDG_DATA_HOME: data, NODE_OPTIONS: `--import ${meter}`, METER: report }
  const ran = await sifaka(args, { env })
  expect(existsSync(report), ran.stderr).toBe(true)
  return { ...ran, ...(JSON.parse(readFileSync(report, 'utf8')) as { peakMb: number; cpuMs: number }) }
}

const cases = [
  { rows: 10_000, maxCpuMs: 5000, maxPeakMb: 300 },
  ...(isLong ? [{ rows: 100_000, maxCpuMs: 60_000, maxPeakMb: 300 }] : []),
]

/** Other work on the machine makes the same instructions take longer. */
const PATIENCE = 4

describe.each(cases)('the report of a run of $rows prompts', async ({ rows, maxCpuMs, maxPeakMb }) => {
  const name = folder.path(String(rows))
  const { run, results, data } = await writeLargeRun(name, rows)

  it.each([
    ['the store', run],
    ['the file of results', results],
  ])('is made from %s in little time and memory', { timeout: 10 * MINUTE_MS }, async (_, source) => {
    const page = folder.path(`${rows}.html`)
    const { code, stderr, peakMb, cpuMs } = await measured(['report', source, '-o', page, '--force'], data)
    expect([code, stderr]).toEqual([0, ''])
    if (isLong) process.stderr.write(`${rows} rows: ${Math.round(cpuMs)} ms, ${Math.round(peakMb)} MB\n`)
    expect(cpuMs).toBeLessThan(PATIENCE * maxCpuMs)
    expect(peakMb).toBeLessThan(maxPeakMb)
    expect(statSync(page).size).toBeLessThan(20 * 1024 * 1024)
    const html = readFileSync(page, 'utf8')
    if (rows > 10_000) expect(html).toContain(`of ${rows.toLocaleString('en')} prompts, evenly spread`)
    expect(html).toContain(`<dt>Prompts</dt><dd>${rows.toLocaleString('en')}</dd>`)
  })

  it('is compared with another in little time and memory', { timeout: 10 * MINUTE_MS }, async () => {
    const args = ['compare', results, run, '--fail-on-regression']
    const { code, stdout, peakMb, cpuMs } = await measured(args, data)
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${rows.toLocaleString('en')} joined by id`)])
    if (isLong)
      process.stderr.write(`${rows} rows compared: ${Math.round(cpuMs)} ms, ${Math.round(peakMb)} MB\n`)
    expect(cpuMs).toBeLessThan(PATIENCE * maxCpuMs)
    expect(peakMb).toBeLessThan(2 * maxPeakMb)
  })
})
