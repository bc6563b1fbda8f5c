/** What a batch that is run again does, and what it does not do again. */
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { sideFolderOf } from '../../src/batch/results/side-files.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { sifaka, type Ran } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
let server: SimServer
beforeAll(
  async () =>
    (server = await startSimServer({ port: 0, profile: simProfileSchema.parse({ firstDraftPass: 0.5 }) })),
)
afterAll(() => server.close())

interface Row {
  readonly id: string
  readonly prompt: string
}
const row = (index: number, text = `topic ${index}`): Row => ({ id: `r${index}`, prompt: text })
const twelve = Array.from({ length: 12 }, (_, index) => row(index))

let out = ''
let count = 0
beforeEach(() => (out = folder.path(`out-${count++}.jsonl`)))

/** Runs the rows, and tells how many answers that took. */
async function batch(rows: readonly Row[], ...flags: string[]): Promise<Ran & { readonly answers: number }> {
  const input = folder.write('rows.jsonl', rows.map((each) => `${JSON.stringify(each)}\n`).join(''))
  const before = server.ledger().answers
  const defaults = { '-m': 'openai:writer', '--max-words': '80', '-o': out }
  const base = Object.entries(defaults).filter(([flag]) => !flags.includes(flag))
  const env = { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `${server.url}/v1` }
  const ran = await sifaka(['batch', input, ...base.flat(), ...flags], { env })
  return { ...ran, answers: server.ledger().answers - before }
}

const records = () =>
  readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as Row & { index: number; text: string; outcome: string; usage: { calls: number } },
    )

describe('a batch that is run again', () => {
  it('is refused without --resume, and what is there stays', async () => {
    await batch(twelve)
    const before = readFileSync(out, 'utf8')
    const { code, stderr, answers } = await batch(twelve)
    expect([code, answers]).toEqual([2, 0])
    expect(stderr).toContain('--resume')
    expect(readFileSync(out, 'utf8')).toBe(before)
  })

  it('does nothing where all is done, in whatever order the rows come', async () => {
    await batch(twelve)
    const before = readFileSync(out, 'utf8')
    const again = await batch(twelve, '--resume')
    expect(again).toMatchObject({ code: 0, answers: 0 })
    expect(again.stderr).toMatch(/12 prompts: done, nothing to do[\s\S]*exit code 0: all are accepted/)
    expect(readFileSync(out, 'utf8')).toBe(before)
    expect(await batch(twelve.toReversed(), '--resume')).toMatchObject({ code: 0, answers: 0 })
    expect(records().map(({ id }) => id)).toEqual(twelve.toReversed().map(({ id }) => id))
    expect(records().map(({ index }) => index)).toEqual(twelve.map((_, index) => index))
    expect(await batch(twelve, '--resume')).toMatchObject({ code: 0, answers: 0 })
    expect(readFileSync(out, 'utf8')).toBe(before)
  })

  it('runs the rows that were edited or added, and names those that are gone', async () => {
    await batch(twelve)
    const edited = [...twelve.slice(1, 11), row(11, 'another topic'), row(12)]
    const { stderr, answers } = await batch(edited, '--resume')
    const news = records().filter(({ id }) => ['r11', 'r12'].includes(id))
    expect(news.map(({ prompt }) => prompt).toSorted()).toEqual(['another topic', 'topic 12'])
    expect(stderr).toContain('12 prompts: 10 done, 1 run again (the prompt changed), 1 new')
    expect(answers).toBe(news.reduce((sum, { usage }) => sum + usage.calls, 0))
    expect(stderr).toContain('kept 1 result whose prompt is not in the input: r0')
    expect(new Set(records().map(({ id }) => id)).size).toBe(13)
    expect(records()).toHaveLength(13)
  })

  it('runs everything when the model or the sampling changes', async () => {
    await batch(twelve)
    const warmer = await batch(twelve, '--resume', '--temperature', '0.3')
    expect(warmer.answers).toBeGreaterThanOrEqual(24)
    const other = await batch(twelve, '--resume', '-m', 'openai:other')
    expect(other.stderr).toContain('12 prompts: run again (the model changed)')
    expect(records()).toHaveLength(12)
  })

  it('asks no model when only validators change and the texts pass them', async () => {
    await batch(twelve)
    const before = records()
    const again = await batch(twelve, '--resume', '--max-words', '90')
    expect(again).toMatchObject({ code: 0, answers: 0 })
    expect(again.stderr).toContain(
      '12 prompts: assessed again (the validators or the fields of the row changed)',
    )
    expect(again.stderr).toContain('prompts  12: 12 accepted (12 from before)')
    expect(records().map(({ text }) => text)).toEqual(before.map(({ text }) => text))
    expect(records()[0]).toMatchObject({ validations: [{ bound: 'at most 90 words' }] })
  })

  it('takes nothing from the side files of another run', async () => {
    await batch(twelve, '--max-total-tokens', '9000', '-j', '6')
    const foreign = sideFolderOf(out)
    expect(existsSync(foreign)).toBe(true)
    const own = folder.path('own.jsonl')
    await batch(twelve.slice(0, 3), '-o', own)
    cpSync(foreign, sideFolderOf(own), { recursive: true })
    out = own
    const resumed = await batch(twelve, '--resume', '--forbid', 'the')
    expect(resumed.code, resumed.stderr).toBeLessThan(2)
    expect(records().map(({ id }) => id)).toEqual(twelve.map(({ id }) => id))
    for (const { text, outcome } of records())
      if (outcome === 'accepted') expect(text).not.toMatch(/\bthe\b/i)
    expect(existsSync(sideFolderOf(own))).toBe(false)
  })

  describe('without the fingerprints of an earlier run', () => {
    const forgetRules = () => {
      const lines = records().map((each) => JSON.stringify({ ...each, fingerprint: undefined }))
      folder.write(out.split('/').at(-1) ?? '', `${lines.join('\n')}\n`)
    }

    it('checks the stored texts again, and asks no model if they meet the rules as before', async () => {
      await batch(twelve)
      forgetRules()
      const again = await batch(twelve, '--resume')
      expect(again).toMatchObject({ code: 0, answers: 0 })
      expect(again.stderr).toContain('do not say by which rules they were checked')
      expect((await batch(twelve, '--resume')).stderr).toContain('nothing to do')
    })

    it('does not trust texts that were checked by other rules', async () => {
      await batch(twelve)
      forgetRules()
      const { answers } = await batch(twelve, '--resume', '--forbid', 'the')
      expect(answers).toBeGreaterThan(0)
      for (const { text, outcome } of records())
        if (outcome === 'accepted') expect(text).not.toMatch(/\bthe\b/i)
    })

    it('keeps texts that did not meet the same rules before', async () => {
      await batch(twelve, '--max-words', '3', '--max-iterations', '1')
      forgetRules()
      const before = records().map(({ text }) => text)
      const again = await batch(twelve, '--resume', '--max-words', '3', '--max-iterations', '1')
      expect(again).toMatchObject({ code: 1, answers: 0 })
      expect(records().map(({ text }) => text)).toEqual(before)
    })
  })

  it('goes on from the stored text where it does not pass them, and counts all that it cost', async () => {
    await batch(twelve)
    const cost = records().reduce((sum, { usage }) => sum + usage.calls, 0)
    const { answers } = await batch(twelve, '--resume', '--forbid', 'the')
    expect(answers).toBeGreaterThan(0)
    expect(records()).toHaveLength(12)
    expect(records().reduce((sum, { usage }) => sum + usage.calls, 0)).toBe(cost + answers)
    for (const { text, outcome } of records())
      if (outcome === 'accepted') expect(text).not.toMatch(/\bthe\b/i)
  })

  it('asks new critics about the stored texts, and writes nothing that they approve of', async () => {
    await batch(twelve, '--no-critics')
    const { answers } = await batch(twelve, '--resume', '--critic', 'self-refine')
    expect(answers).toBeGreaterThanOrEqual(12)
  })

  it('tries errors again only when it is told to', async () => {
    const env = { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `${server.url}/v1` }
    const input = folder.write(
      'mixed.jsonl',
      `${JSON.stringify(row(0))}\n${JSON.stringify({ ...row(1), model: 'sim:broken.json' })}\n`,
    )
    folder.write('broken.json', { faults: [{ kind: 'refusal' }] })
    const args = ['batch', input, '-m', 'openai:writer', '-o', out, '--no-critics', '-q']
    const options = { env, cwd: folder.path('.') }
    expect((await sifaka(args, options)).code).toBe(1)
    expect(records().map(({ outcome }) => outcome)).toEqual(['accepted', 'refused'])
    folder.write('broken.json', {})
    await sifaka([...args, '--resume'], options)
    expect(records()[1]?.outcome).toBe('refused')
    expect((await sifaka([...args, '--retry-failed'], options)).code).toBe(0)
    expect(records().map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
  })

  it('that lost the end of its last line repairs it and runs that row again', async () => {
    await batch(twelve)
    const whole = readFileSync(out, 'utf8')
    folder.write(out.split('/').at(-1) ?? '', whole.slice(0, -20))
    const { stderr, answers } = await batch(twelve, '--resume')
    expect(stderr).toMatch(/removed an incomplete result at its end \([\d,]+ bytes\)/)
    expect(answers).toBeGreaterThan(0)
    expect(records()).toHaveLength(12)
  })

  it('whose results were damaged in the middle touches nothing and exits 5', async () => {
    await batch(twelve)
    const broken = readFileSync(out, 'utf8').replace('"outcome"', 'outcome')
    folder.write(out.split('/').at(-1) ?? '', broken)
    expect(await batch(twelve, '--resume')).toMatchObject({ code: 5, answers: 0 })
    expect(readFileSync(out, 'utf8')).toBe(broken)
  })

  it('ends with one record a row under any edits', async () => {
    const topics = fc.array(fc.tuple(fc.nat(6), fc.nat(2)), { minLength: 1, maxLength: 6 })
    const edits = fc.array(topics, { minLength: 2, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(edits, async (versions) => {
        out = folder.path(`out-${count++}.jsonl`)
        const latest = new Map<string, string>()
        for (const version of versions) {
          const rows = [
            ...new Map(version.map(([id, topic]) => [`r${id}`, row(id, `topic ${topic}`)])).values(),
          ]
          for (const { id, prompt } of rows) latest.set(id, prompt)
          await batch(rows, '--resume', '--no-critics', '-q')
        }
        const found = records()
        expect(found).toHaveLength(latest.size)
        for (const { id, prompt } of found) expect(latest.get(id)).toBe(prompt)
      }),
      { numRuns: 4 },
    )
  })
})
