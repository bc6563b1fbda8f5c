/** Runs of the same prompts that are compared, by the built program. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const env = { XDG_DATA_HOME: folder.path('data') }
const input = Array.from({ length: 30 }, (_, index) => `Write about topic ${index}\n`).join('')
const run = (...args: string[]) => sifaka(args, { env })

/** A run with this label, whose texts must have at least this number of words. */
async function ran(label: string, minWords: number, iterations = 3) {
  const path = folder.path(`${label}.jsonl`)
  const rules = [
    '-m',
    'sim:writer',
    '--no-critics',
    '--min-words',
    String(minWords),
    '-n',
    String(iterations),
  ]
  const args = ['batch', '-', ...rules, '--seed', '1', '--no-cache', '-q', '-o', path, '--label', label]
  const { code, stderr } = await sifaka(args, { env, input })
  expect([code, stderr]).toEqual([expect.toBeOneOf([0, 1]), ''])
  return path
}

it('the example of the README works', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  const [, script = ''] = /### Comparisons.*?```sh\n(.*?)```/s.exec(readme) ?? []
  folder.write('readme/prompts.txt', input)
  const cwd = folder.path('readme')
  const own = { XDG_DATA_HOME: folder.path('readme-data') }
  for (const line of script.trim().split('\n')) {
    const { code, stderr } = await shell(line.replace('sifaka', '$SIFAKA'), { env: own, cwd })
    expect(code, stderr).toBeLessThanOrEqual(1)
  }
})

describe('sifaka compare', async () => {
  const [good, bad] = [await ran('good', 20), await ran('bad', 2000, 1)]

  it('compares files, labels and runs, and finds the same', async () => {
    const { stdout: listed } = await run('thoughts', 'list', '--label', 'bad', '--limit', '1', '--json')
    const { head, thought } = JSON.parse(listed)
    expect([head.label, thought.prompt.label]).toEqual(['bad', 'bad'])
    const compared = async (a: string, b: string) => {
      const { code, stdout } = await run('compare', a, b, '--format', 'json')
      expect(code).toBe(0)
      return JSON.parse(stdout)
    }
    const byFile = await compared(good, bad)
    expect(byFile).toMatchObject({
      a: { labels: ['good'], models: ['sim:writer'], rows: 30 },
      joined: { byId: 30, byPrompt: 0, onlyA: [], onlyB: [] },
    })
    expect(byFile.metrics[0]).toMatchObject({ metric: 'success', sumA: 30, verdict: 'worse' })
    for (const [a, b] of [
      ['good', 'bad'],
      ['good', head.run],
      [good, 'latest'],
    ] as const) {
      expect((await compared(a, b)).metrics).toEqual(byFile.metrics)
    }
  })

  it('fails on a regression, and only on one', async () => {
    const worse = await run('compare', good, bad, '--fail-on-regression')
    expect(worse.code).toBe(1)
    expect(worse.stderr).toContain(`${bad} is worse than ${good}: success rate -`)
    expect((await run('compare', bad, good, '--fail-on-regression', '--metric', 'success')).code).toBe(0)
    expect((await run('compare', good, good, '--fail-on-regression')).code).toBe(0)
    const tolerant = ['--fail-on-regression', '--metric', 'success', '--tolerance', '100%']
    expect((await run('compare', good, bad, ...tolerant)).code).toBe(0)
  })

  it('joins rows by prompt if their ids differ', async () => {
    const records = folder.read('good.jsonl').replaceAll('{"id":"', '{"id":"other-')
    const { code, stdout } = await run('compare', good, folder.write('renamed.jsonl', records))
    expect([code, stdout]).toEqual([0, expect.stringContaining('0 joined by id, 30 by prompt')])
  })

  it('refuses what cannot be compared, and says why', async () => {
    const [first = ''] = folder.read('good.jsonl').split('\n')
    const other = first.replace(/"id":"[^"]*"/, '"id":"x"').replace(/"prompt":"[^"]*"/, '"prompt":"y"')
    const unfinished = folder.path('unfinished.jsonl')
    copyFileSync(good, unfinished)
    mkdirSync(folder.path('.unfinished.jsonl.sifaka'))
    writeFileSync(folder.path('.unfinished.jsonl.sifaka/calls'), '')
    const faults = [
      [[good, folder.path('none.jsonl')], 2, 'there is no file'],
      [[good, folder.write('empty.jsonl', '')], 2, 'contains no results'],
      [[good, folder.write('rows.jsonl', '{"prompt":"x"}\n{"prompt":"y"}\n')], 5, 'not a result'],
      [[good, folder.write('apart.jsonl', `${other}\n`)], 2, 'have no rows in common'],
      [[good, unfinished], 2, 'unfinished.jsonl is unfinished'],
      [[good, 'nobody'], 2, 'no stored run has the id or the label nobody'],
      [[good], 2, 'compare: <b> is missing'],
      [[good, bad, '--metric', 'speed'], 2, '--metric'],
      [[good, bad, '--tolerance', '5'], 2, '--tolerance must be a percentage'],
      [[good, bad, '-o', good, '--format', 'md', '--force'], 2, 'the input'],
    ] as const
    for (const [args, code, fault] of faults) {
      const ran = await run('compare', ...args)
      expect([ran.code, ran.stdout]).toEqual([code, ''])
      expect(ran.stderr).toContain(fault)
    }
  })

  it.each(['latest', 'run-20260101', 'a/b', 'x.jsonl', ''])('refuses the label "%s"', async (label) => {
    const { code, stderr } = await sifaka(['batch', '-', '-m', 'sim:writer', '--label', label], {
      env,
      input,
    })
    expect([code, stderr]).toEqual([2, expect.stringContaining('--label')])
  })
})
