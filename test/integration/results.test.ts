/** What a batch leaves on the disk, whatever happens to it. */
import { existsSync, readdirSync, statSync, watch } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openResultsFile } from '../../src/batch/results/results-file.ts'
import { asRecord, type ResultRecord } from '../../src/core/record.ts'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SIM = ['--model', 'sim:writer', '--no-critics']
const cwd = folder.path('.')

const linesOf = (name: string): string[] => folder.read(name).split('\n').slice(0, -1)
const filesLike = (name: string): string[] =>
  readdirSync(cwd)
    .filter((file) => file.startsWith(name))
    .toSorted()

describe('files', () => {
  it('are made from the results that are kept beside the first of them', async () => {
    const args = ['batch', '-', ...SIM, '-o', 'a.csv', '-o', 'a.junit.xml']
    const { code, stderr, stdout } = await sifaka(args, { input: 'a\n=b\nc\n', cwd })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('sifaka: each result is saved in a.csv.jsonl as soon as it is finished')
    expect(filesLike('a.')).toEqual(['a.csv', 'a.csv.jsonl', 'a.junit.xml'])
    expect(linesOf('a.csv.jsonl')).toHaveLength(3)
    expect(folder.read('a.csv')).toMatch(/^id,index,prompt,/)
    expect(folder.read('a.csv')).toContain(",'=b,")
    expect(folder.read('a.junit.xml').match(/<testcase /g)).toHaveLength(3)

    const again = await sifaka(['batch', '-', ...SIM, '-o', 'b.md', '-o', 'a.csv'], { input: 'a\n', cwd })
    expect(again.stderr).toContain('a.csv already exists')
    expect({ code: again.code, made: filesLike('b.') }).toEqual({ code: 2, made: [] })
  })

  it('are in the order of the input, those of a run without order in the order of the end', async () => {
    const profile = folder.write('slow.json', { latency: { firstTokenMs: 20, spread: 1 } })
    const input = Array.from({ length: 60 }, (_, index) => `prompt ${index}\n`).join('')
    const args = ['batch', '-', '-m', `sim:${profile}`, '--no-critics', '-q', '-o', 'order.jsonl']
    await sifaka(args, { input, cwd })
    const indices = () => linesOf('order.jsonl').map((line) => (JSON.parse(line) as ResultRecord).index)
    const counted = Array.from({ length: 60 }, (_, index) => index)
    expect(indices()).toEqual(counted)
    await sifaka([...args, '--unordered', '--force'], { input, cwd })
    expect(indices().toSorted((one, other) => one - other)).toEqual(counted)
  })

  it('go to standard output as well, and are whole though its reader leaves', async () => {
    const script = `seq 200 | $SIFAKA batch - --model sim:writer --no-critics -q -o - -o both.jsonl | head -1; exit \${PIPESTATUS[1]}`
    const { code, stdout } = await shell(script, { cwd })
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 2 })
    expect(linesOf('both.jsonl')).toHaveLength(200)
  })

  it('are not made by a run that cannot begin', async () => {
    folder.write('mine.jsonl', 'kept\n')
    const args = ['batch', '-', '-m', 'openai:gpt-4o-mini', '-o', 'mine.jsonl', '-o', 'new.csv', '--force']
    const { code, stderr } = await sifaka(args, { input: 'a\n', cwd })
    expect(stderr).toContain('OPENAI_API_KEY is not set')
    expect({ code, kept: folder.read('mine.jsonl'), made: filesLike('new.') }).toEqual({
      code: 2,
      kept: 'kept\n',
      made: [],
    })
  })

  it.skipIf(process.platform !== 'linux')(
    'on a full standard output are an error (skipped without /dev/full)',
    async () => {
      const { code, stderr } = await shell(`seq 50 | $SIFAKA batch - --model sim:writer -q > /dev/full`)
      expect(stderr).toContain('sifaka: cannot write standard output: no space left')
      expect(stderr).toContain('stopped: 0 done')
      expect(code).toBe(3)
    },
  )
})

it('two runs do not write one file: the second is told who does, and a dead one is succeeded', async () => {
  const { stdout, stderr } = await shell(
    `mkfifo in
     $SIFAKA batch - --model sim:writer --no-critics -q -o lock.jsonl < in & first=$!
     exec 3> in
     echo a >&3
     until [ -s lock.jsonl ]; do sleep 0.02; done
     before=$(cat lock.jsonl)
     echo b | $SIFAKA batch - --model sim:writer --no-critics -q -o lock.jsonl --force
     echo "second $? while $first has it"
     [ "$before" = "$(cat lock.jsonl)" ] && echo untouched
     kill -9 $first; wait $first 2>/dev/null
     echo b | $SIFAKA batch - --model sim:writer --no-critics -q -o lock.jsonl --force
     echo "third $?"`,
    { cwd },
  )
  const [, first = ''] = /second 2 while (\d+) has it\nuntouched\nthird 0\n/.exec(stdout) ?? []
  expect(stderr).toMatch(new RegExp(`lock.jsonl is in use by process ${first} on .* since 20`))
  expect(stderr).toContain(`took over the lock on lock.jsonl from process ${first}, which has ended`)
  expect(filesLike('lock.')).toEqual(['lock.jsonl'])
  expect(linesOf('lock.jsonl').map((line) => (JSON.parse(line) as ResultRecord).prompt)).toEqual(['b'])
})

it.each([1, 2, 3])('no result that was written is lost when the process is killed (%i)', async (seed) => {
  const name = `killed-${seed}.jsonl`
  const profile = folder.write('words.json', { draftWords: 300 })
  const args = [
    'batch',
    '-',
    '-m',
    `sim:${profile}`,
    '--no-critics',
    '-q',
    '-j',
    '50',
    '--unordered',
    '-o',
    name,
  ]
  await sifaka(args, {
    cwd,
    input: Array.from({ length: 2000 }, (_, index) => `prompt ${index}\n`).join(''),
    started(child) {
      const watcher = watch(cwd, () => {
        const size = statSync(folder.path(name), { throwIfNoEntry: false })?.size ?? 0
        if (size > seed * 70_000) child.kill('SIGKILL')
      })
      child.once('close', () => watcher.close())
    },
  })
  const whole = folder.read(name).split('\n').length - 1
  const ids = new Set<string>()
  const file = await openResultsFile(folder.path(name), 'resume', ({ id }) => void ids.add(id))
  await file.close()
  expect(whole).toBeGreaterThan(0)
  expect(whole).toBeLessThan(2000)
  expect(ids.size).toBeGreaterThanOrEqual(whole)
  expect(linesOf(name)).toHaveLength(ids.size)
})

it('a disk that is full ends the run with exit code 3 and whole results', async () => {
  const profile = folder.write('long.json', { draftWords: 300 })
  const { code, stderr } = await shell(
    `ulimit -f 64; seq 500 | $SIFAKA batch - --model sim:${profile} --no-critics --no-cache --no-store -q -o full.jsonl`,
    { cwd },
  )
  // The results and the finished calls grow alike, so that either can be the first that does not fit.
  expect(stderr).toMatch(/sifaka: cannot write \S*full.jsonl\S*: the file is too large/)
  expect(stderr).toContain('--resume')
  expect(stderr).not.toMatch(/\n {4}at /)
  expect(code).toBe(3)
  const content = folder.read('full.jsonl')
  expect(content.endsWith('\n')).toBe(true)
  expect(linesOf('full.jsonl').length).toBeGreaterThan(3)
  for (const line of linesOf('full.jsonl')) expect(asRecord(JSON.parse(line))).toBeDefined()
  expect(existsSync(folder.path('.full.jsonl.sifaka/lock'))).toBe(false)
})

describe('prompts', () => {
  it('from a command are read once', async () => {
    const { stdout, code } = await shell(
      `$SIFAKA batch <(printf 'a\\nb\\n') --model sim:writer --no-critics -q | wc -l`,
      { cwd },
    )
    expect({ code, lines: Number(stdout) }).toEqual({ code: 0, lines: 2 })
  })

  it('from YAML, a range of them, are announced, and keep their places', async () => {
    const input = folder.write('p.yaml', '- a\n- prompt: b\n  tone: dry\n- c\n')
    const { records, stderr } = await sifaka(['batch', input, ...SIM, '--range', '2:'])
    expect(stderr).toContain(`sifaka: 2 of 3 prompts from ${input}, one per YAML item (rows 2 to 3)`)
    expect(records()).toMatchObject([{ index: 1, prompt: 'b', meta: { tone: 'dry' } }, { index: 2 }])
  })

  it('are drawn by the seed', async () => {
    const input = folder.write(
      'hundred.txt',
      Array.from({ length: 100 }, (_, row) => `row ${row}\n`).join(''),
    )
    const draw = async (seed: string) => {
      const { records } = await sifaka(['batch', input, ...SIM, '-q', '--sample', '5', '--seed', seed])
      return records().map(({ index }) => index)
    }
    const [one, same, other] = await Promise.all([draw('1'), draw('1'), draw('2')])
    expect(one).toHaveLength(5)
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  })
})
