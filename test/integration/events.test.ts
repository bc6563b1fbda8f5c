import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

const eventsOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { readonly type: string })

describe('--events writes what happens for machines', () => {
  it('from the start of the run to its end, without texts', async () => {
    // The faults of a simulated model depend on its name, so the path is the same in each run.
    folder.write('faults.json', { faults: [{ kind: 'overloaded', share: 0.5, times: 1 }] })
    const path = folder.path('run.ndjson')
    const args = ['batch', '-', '-m', 'sim:faults.json', '--max-words', '60', '--events', path]
    const prompts = ['zebra stripes', 'otter holds', 'heron waits']
    const { code, records, stderr } = await sifaka(args, { input: prompts.join('\n'), cwd: folder.path('.') })
    expect(code).toBeLessThanOrEqual(1)
    const events = eventsOf(path)
    expect(events[0]).toMatchObject({ type: 'run-start', total: null, concurrency: 10, format: 1 })
    expect(events.at(-1)).toMatchObject({ type: 'run-end', summary: { prompts: 3 } })
    const ends = events.filter(({ type }) => type === 'thought-end')
    expect(new Set(ends.map(({ id }) => id))).toEqual(new Set(records().map(({ id }) => id)))
    const types = ['call-end', 'call-retry', 'wait-start', 'wait-end', 'validation-end', 'critique-end']
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(types))
    expect(readFileSync(path, 'utf8')).not.toMatch(/zebra|otter|heron/i)
    expect(stderr).toMatch(/^waited {3}.*: retry backoff/m)
  })

  it('also of one prompt, and only where there is no such file yet', async () => {
    const path = folder.path('one.ndjson')
    const args = ['improve', 'Hi', '-m', 'sim:writer', '-q', '--events', path]
    expect((await sifaka(args)).code).toBe(0)
    expect(eventsOf(path)[0]).toMatchObject({ type: 'run-start', total: 1 })
    const again = await sifaka(args)
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('one.ndjson already exists')
    expect((await sifaka([...args, '--force'])).code).toBe(0)
    expect(eventsOf(path).filter(({ type }) => type === 'run-start')).toHaveLength(1)
  })

  it('never to standard output, nor to the file of the report', async () => {
    const args = ['improve', 'Hi', '-m', 'sim:writer', '--events']
    const standard = await sifaka([...args, '-'])
    expect(standard).toMatchObject({ code: 2, stdout: '' })
    expect(standard.stderr).toContain('--events: cannot write to standard output')
    const path = folder.path('report.json')
    const twice = await sifaka([...args, path, '--report', path])
    expect(twice.code).toBe(2)
    expect(twice.stderr).toContain('is given for two outputs')
    expect(existsSync(path)).toBe(false)
  })

  it('to the end of a run that is interrupted', async () => {
    const latency = { firstTokenMs: 20, tokensPerSecond: 0, tail: { share: 0.5, factor: 40 } }
    const profile = folder.write('slow.json', { latency })
    const path = folder.path('interrupted.ndjson')
    const { code } = await sifaka(
      ['batch', '-', '-m', `sim:${profile}`, '--no-critics', '--unordered', '-j', '40', '--events', path],
      {
        input: Array.from({ length: 40 }, (_, index) => `prompt ${index}\n`).join(''),
        started: (child) => child.stdout?.once('data', () => child.kill('SIGINT')),
      },
    )
    expect(code).toBe(130)
    const ends = eventsOf(path).filter(({ type }) => type === 'thought-end')
    expect(ends).toHaveLength(40)
    // Prompts that were interrupted stay pending, so they are not counted.
    const prompts = ends.filter(({ error }) => error === null).length
    expect(eventsOf(path).at(-1)).toMatchObject({ type: 'run-end', summary: { prompts } })
  })

  it.runIf(existsSync('/dev/full'))('and a full disk does not stop the run', async () => {
    const args = ['improve', 'Hi', '-m', 'sim:writer', '--events', '/dev/full', '--force']
    const { code, stdout, stderr } = await sifaka(args)
    expect(code).toBe(0)
    expect(stdout).not.toBe('')
    expect(stderr.match(/no space left/g)).toHaveLength(1)
  })
})

describe('on a terminal', () => {
  // Of util-linux; elsewhere a program of this name takes other arguments.
  it.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))(
    'the line is drawn in place and leaves the cursor as it was',
    async () => {
      const input = folder.write('prompts.txt', 'a\nb\nc\n')
      const profile = folder.write('slow.json', { latency: { firstTokenMs: 300 } })
      const script = `stty cols 60; $SIFAKA batch ${input} -m sim:${profile} --no-critics -o ${folder.path('out.jsonl')}`
      const { stdout } = await shell(`script -qec '${script}' /dev/null`, { env: { TERM: 'xterm' } })
      expect(stdout).toContain('/3 prompts')
      expect(stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\u001b[?25l'))
      expect(stdout).toContain('prompts  3: 3 accepted')
    },
  )
})
