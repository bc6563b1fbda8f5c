/** Names that every JavaScript object has, and side files that are not what they should be: an error or plain data. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ResultRecord } from '../../src/core/record.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SIM = ['-m', 'sim:writer', '--no-critics', '-q', '-n', '1']
const NAMES = ['constructor', '__proto__']

const run = (...args: string[]) => sifaka(args, { cwd: folder.path('.') })

describe.each(NAMES)('the name %s', (name) => {
  it.each([
    [['list', name], 'nothing is called'],
    [['improve', 'Hi', '-m', `${name}:x`], 'no provider is called'],
    [['improve', 'Hi', ...SIM, '-p', name], 'no profile is called'],
    [['improve', 'Hi', '-m', 'sim:writer', '--critic', name], 'no critic is called'],
    [['improve', 'Hi', '-m', 'sim:writer', '--critic', `style:${name}=3`], 'has no option'],
    [['improve', 'Hi', ...SIM, '--validator', name], 'no validator is called'],
    [['improve', 'Hi', ...SIM, '--validator', `length:min=1,${name}=3`], 'has no option'],
    [['improve', 'Hi {{topic}}', ...SIM, '--var', `${name}=3`], 'topic'],
    [['batch', folder.write('rows.jsonl', '{"prompt":"A"}\n'), ...SIM, '--prompt-field', name], name],
    [
      ['batch', folder.path('rows.jsonl'), ...SIM, '--template', `Of {{${name}}}`],
      `{{${name}}} has no value`,
    ],
  ])('in %j is an error', async (args, message) => {
    const { code, stderr } = await run(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(stderr).not.toContain('bug in sifaka')
  })

  it('is the name of a simulated model or of a variable like any other', async () => {
    const { code, stdout } = await run(
      'improve',
      `Of {{${name}}}.`,
      '-m',
      `sim:${name}`,
      ...SIM.slice(2),
      '--var',
      `${name}=3`,
      '--format',
      'json',
    )
    expect([code, (JSON.parse(stdout) as { prompt: string }).prompt]).toEqual([0, 'Of 3.'])
  })

  it.each([
    `{"${name}":1,"model":"sim:x"}`,
    `{"validators":[{"name":"length","min":1,"${name}":{"max":3}}]}`,
    `{"critics":[{"name":"style","${name}":1}]}`,
    `{"feedback":{"${name}":1}}`,
    `{"cache":{"${name}":1}}`,
  ])('in the settings file %s is an error', async (content) => {
    const config = folder.write('settings.json', content)
    const { code, stderr } = await run('improve', 'Hi', ...SIM, '-c', config)
    expect([code, stderr]).toEqual([2, expect.stringContaining('settings.json')])
  })
})

it.each([
  ['{"providers":{"__proto__":{"baseUrl":"http://127.0.0.1:9/v1"}}}'],
  ['{"profiles":{"__proto__":{"model":"sim:w"}},"profile":"__proto__"}'],
  ['{"prices":{"__proto__":{"input":1,"output":1}}}'],
])('__proto__ in the settings file %s is an error', async (content) => {
  const { code, stderr } = await run('improve', 'Hi', ...SIM, '-c', folder.write('settings.json', content))
  expect([code, stderr]).toEqual([2, expect.stringContaining('no setting can be called "__proto__"')])
})

it.each([
  '{"prompt":"A","__proto__":"x"}',
  '{"prompt":"A","vars":{"__proto__":"x"}}',
  '{"prompt":"A","meta":{"inner":[{"__proto__":{"a":1}}]}}',
  '{"prompt":"A","validators":[{"name":"length","__proto__":{"min":3},"max":3}]}',
])('__proto__ in the row %s is an error that names the line', async (row) => {
  const { code, stderr } = await run('batch', folder.write('rows.jsonl', `{"prompt":"B"}\n${row}\n`), ...SIM)
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('rows.jsonl:2: no field can be called "__proto__"'),
  ])
})

it('a field that is called as a method is plain data in every output', async () => {
  const rows =
    '{"prompt":"A","constructor":"K","toString":1}\n{"prompt":"Of {{constructor}}","vars":{"constructor":"v"}}\n'
  const outputs = ['o.jsonl', 'o.csv', 'o.md', 'o.xlsx'].flatMap((name) => ['-o', name])
  const { code, stderr } = await run('batch', folder.write('rows.jsonl', rows), ...SIM, ...outputs)
  expect([code, stderr]).toEqual([0, ''])
  const records = folder
    .read('o.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ResultRecord)
  expect(records.map(({ prompt, meta }) => [prompt, meta])).toEqual([
    ['A', { constructor: 'K', toString: 1 }],
    ['Of v', {}],
  ])
  expect(folder.read('o.csv').split(/\r?\n/)[0]).toMatch(/meta\.constructor,meta\.toString$/)
})

describe('side files of a run that are something else', () => {
  const side = folder.path('.out.jsonl.sifaka')
  const link = (path: string) => symlinkSync(folder.path('absent'), path)
  const pipe = (path: string) => void execFileSync('mkfifo', [path])
  const refused: readonly [string, (path: string) => void, string][] = [
    ['.out.jsonl.sifaka/lock', mkdirSync, 'it is a folder'],
    ['.out.jsonl.sifaka/lock', link, 'it is a link'],
    ['.out.jsonl.sifaka/lock', pipe, 'it is a pipe'],
    ['.out.jsonl.sifaka/lock', (path) => writeFileSync(path, '[1,2]'), 'is in use by another process'],
    ['.out.jsonl.sifaka/calls', mkdirSync, 'it is a folder'],
    ['.out.jsonl.sifaka/calls', link, 'it is a link'],
    ['.out.jsonl.sifaka/calls', pipe, 'it is a pipe'],
    ['.out.jsonl.sifaka/calls.partial', mkdirSync, 'it is a folder'],
    ['.out.jsonl.sifaka', link, 'it is a link'],
    ['.out.jsonl.sifaka', pipe, 'it is not a folder'],
    ['.out.jsonl.sifaka', (path) => writeFileSync(path, '1'), 'it is not a folder'],
  ]
  const ignored: readonly [string, (path: string) => void][] = [
    ['out.jsonl.lock', mkdirSync],
    ['out.jsonl.lock', link],
    ['out.jsonl.lock', pipe],
    ['.out.jsonl.calls', mkdirSync],
    ['.out.jsonl.made', pipe],
    ...['null', '3', '{}', '[1,2,3]', '["a","b",{},[]]', '["a","b",1,null]', '["a","b","t",{"usage":5}]'].map(
      (line): (typeof ignored)[number] => [
        '.out.jsonl.sifaka/calls',
        (path) => writeFileSync(path, `${line}\n`),
      ],
    ),
  ]
  const batch = () => run('batch', folder.write('p.txt', 'One\nTwo\n'), ...SIM, '-o', 'out.jsonl', '--resume')
  const prepare = (name: string, make: (path: string) => void) => {
    for (const path of [
      'out.jsonl',
      'out.jsonl.lock',
      '.out.jsonl.sifaka',
      '.out.jsonl.calls',
      '.out.jsonl.made',
    ]) {
      rmSync(folder.path(path), { recursive: true, force: true })
    }
    if (name.includes('/')) mkdirSync(side)
    make(folder.path(name))
  }

  it.each(refused)('%s (%#) ends the run before anything is sent', async (name, make, message) => {
    prepare(name, make)
    const { code, stderr } = await batch()
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  it.each(ignored)('%s (%#) is repaired or left alone', async (name, make) => {
    prepare(name, make)
    const { code, stderr } = await batch()
    expect([code, stderr]).toEqual([0, ''])
    expect(readFileSync(folder.path('out.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2)
  })
})
