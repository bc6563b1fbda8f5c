import { mkdirSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
const SIM = ['-m', 'sim:writer', '--no-critics']
const promptsOf = (records: readonly Readonly<Record<string, unknown>>[]) =>
  records.map((record) => record['prompt'])

beforeAll(() => {
  mkdirSync(folder.path('docs/deep'), { recursive: true })
  folder.write('docs/a.md', 'Alpha\n\nmore\n')
  folder.write('docs/deep/b.md', 'Beta\n')
  folder.write('docs/x.md', 'Excluded\n')
  folder.write('docs/rows.jsonl', '{"prompt":"Row"}\n')
  folder.write('docs/image.png', 'no text')
  folder.write('list.json', '[\n  "One, \\"two\\" [3]",\n  {"prompt": "Four", "sku": 1}\n]\n')
  folder.write('texts.jsonl', '{"text":"good text"}\n{"text":"bad"}\n')
})

describe('batch reads', () => {
  it('a JSON array, and names the line of a fault', async () => {
    const { records, stderr } = await sifaka(['batch', 'list.json', ...SIM], { cwd })
    expect(promptsOf(records())).toEqual(['One, "two" [3]', 'Four'])
    expect(stderr).toContain('2 prompts from list.json, one per item of the JSON array')
    folder.write('bad.json', '[\n"a",\n{"prompt": }\n]')
    const bad = await sifaka(['batch', 'bad.json', ...SIM], { cwd })
    expect(bad.stderr).toContain('bad.json:3: not JSON')
    expect(bad.code).toBe(2)
  })

  it('a folder without the files that are excluded, a Markdown file as one prompt', async () => {
    const args = ['batch', 'docs', '!docs/x*', ...SIM]
    const { records, stderr } = await sifaka(args, { cwd })
    expect(promptsOf(records()), stderr).toEqual(['Alpha\n\nmore', 'Beta', 'Row'])
    expect(records()[0]).toMatchObject({ id: 'docs/a.md', meta: { file: 'docs/a.md' } })
    const globbed = await sifaka(['batch', 'docs/**/*.md', '!docs/x*', ...SIM], { cwd })
    expect(promptsOf(globbed.records())).toEqual(['Alpha\n\nmore', 'Beta'])
  })

  it.each([
    ['{"prompt":"One"}\n{"prompt":"Two"}\n', ['One', 'Two'], 'one JSON object per line'],
    ['[{"prompt":"One"}]', ['One'], 'one per item of the JSON array'],
    ['One\nTwo\n', ['One', 'Two'], 'one per line'],
    ['{curly} braces\n', ['{curly} braces'], 'one per line'],
  ])('%j on standard input', async (input, prompts, phrase) => {
    const { records, stderr } = await sifaka(['batch', '-', ...SIM], { cwd, input })
    expect(promptsOf(records()), stderr).toEqual(prompts)
    expect(stderr).toContain(phrase)
    const asLines = await sifaka(['batch', '-', '--input-format', 'lines', ...SIM], { cwd, input })
    expect(asLines.records()[0]).toMatchObject({ prompt: input.split('\n')[0] })
  })
})

it('validate reads the rows of a .jsonl file', async () => {
  const { stdout, code } = await sifaka(['validate', 'texts.jsonl', '--min-words', '2'], { cwd })
  expect(stdout).toContain('texts.jsonl:2')
  expect(stdout).not.toContain('texts.jsonl:1')
  expect(code).toBe(1)
})

it('improve says, even in a quiet run, that a pipe was not read, and leaves it to the loop around it', async () => {
  const { stderr, stdout } = await shell(
    'printf "a\\nb\\n" | while read line; do $SIFAKA improve "$line" -m sim:writer --no-critics -q >/dev/null; echo "$line"; done',
    { cwd },
  )
  expect(stdout).toBe('a\nb\n')
  expect(stderr.match(/standard input was not read/g)).toHaveLength(1)
  const read = await shell('echo note | $SIFAKA improve Summarise: - -m sim:writer --format json', { cwd })
  expect(read.stderr).not.toContain('was not read')
  expect(read.stdout).toContain('Summarise:\\n\\nnote')
})

describe('outputs', () => {
  it('a .md file of improve is the text, and the document with --format md', async () => {
    await sifaka(['improve', 'Hi', '-o', 't.md', '-o', 't.json', ...SIM], { cwd })
    expect(folder.read('t.md').trimEnd()).toBe((JSON.parse(folder.read('t.json')) as { text: string }).text)
    const { stdout } = await sifaka(['improve', 'Hi', '--format', 'md', ...SIM], { cwd })
    expect(stdout).toMatch(/^#/)
  })

  it('a CSV output is written as the input, unless a flag says otherwise', async () => {
    folder.write('excel.csv', '\ufeffprompt;name\r\nOne;Ada\r\n')
    await sifaka(['batch', 'excel.csv', '-o', 'same.csv', ...SIM], { cwd })
    expect(folder.read('same.csv')).toMatch(/^\ufeffid;/)
    await sifaka(['batch', 'excel.csv', '-o', 'other.csv', '--csv-delimiter', ',', '--no-csv-bom', ...SIM], {
      cwd,
    })
    expect(folder.read('other.csv')).toMatch(/^id,/)
  })

  it('a dry run does not mind existing outputs, and counts what is done', async () => {
    folder.write('p.txt', 'One\nTwo\n')
    await sifaka(['batch', 'p.txt', '-o', 'r.jsonl', '--limit', '1', ...SIM], { cwd })
    const before = folder.read('r.jsonl')
    const fresh = await sifaka(['batch', 'p.txt', '-o', 'r.jsonl', '--dry-run', ...SIM], { cwd })
    expect({ code: fresh.code, out: fresh.stdout }).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 prompts') as string,
    })
    const resumed = await sifaka(['batch', 'p.txt', '-o', 'r.jsonl', '--dry-run', '--resume', ...SIM], {
      cwd,
    })
    expect(resumed.stderr).toContain('1 of 2 prompts done already')
    expect(resumed.stdout).toContain('1 prompt;')
    expect(folder.read('r.jsonl')).toBe(before)
  })
})
