/** Inputs and outputs that are not plain UTF-8 files. */
import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { readSheet } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { textCell, workbookOf } from '../helpers/workbook.ts'

const folder = temporaryFolder()
const SIM = ['--model', 'sim:writer']
const prompts = folder.write('prompts.txt', 'One.\nTwo.\n')

describe('an output that cannot be written', () => {
  folder.write('file.txt', 'x')
  for (const name of ['link.jsonl', 'link.csv', 'link.md']) symlinkSync('absent', folder.path(name))
  const long = 'n'.repeat(300)
  const withSuffix = 'n'.repeat(245)

  it.each([
    ['link.jsonl'],
    ['link.csv'],
    ['file.txt/out.jsonl'],
    ['file.txt/out.csv'],
    [`${long}.jsonl`],
    [`${withSuffix}.jsonl`],
    [`${withSuffix}.csv`],
  ])('by batch ends the run with exit code 2 and its path: %.30s', async (name) => {
    for (const flags of [[], ['--force'], ['--resume']]) {
      const ran = await sifaka(['batch', prompts, ...SIM, '-q', '-o', folder.path(name), ...flags])
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
      expect(ran.stderr).toContain(`cannot write ${folder.path(name)}`)
    }
  })

  it.each(['link.md', 'file.txt/out.md', `${long}.md`])('by improve and in a report: %.30s', async (name) => {
    for (const flags of [
      ['-o', folder.path(name)],
      ['--report', folder.path(name), '--force'],
    ]) {
      const ran = await sifaka(['improve', 'Hi', ...SIM, '-q', ...flags])
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
      expect(ran.stderr).toContain(`cannot write ${folder.path(name)}`)
    }
  })

  it('by config init', async () => {
    mkdirSync(folder.path('home'))
    symlinkSync('absent', folder.path('home/sifaka.config.json'))
    for (const flags of [[], ['--force']]) {
      const ran = await sifaka(['config', 'init', ...flags], { cwd: folder.path('home') })
      expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('sifaka.config.json') })
    }
    for (const name of ['link.jsonl', 'link.csv', 'link.md', 'home/sifaka.config.json'])
      expect(lstatSync(folder.path(name)).isSymbolicLink()).toBe(true)
  })
})

it.runIf(process.platform === 'linux')(
  'no file is left by a command that could write nothing to it (skipped except on Linux)',
  async () => {
    const args = `improve Hi ${SIM.join(' ')} -q -o ${folder.path('none.txt')}`
    const ran = await shell(`ulimit -f 0; $SIFAKA ${args}`)
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('the file is too large') })
    expect(ran.stderr).not.toContain('saved')
    expect(existsSync(folder.path('none.txt'))).toBe(false)
  },
)

it('an output keeps its content if the prompt gives no text, and the run says so', async () => {
  const [path, report] = [folder.write('kept.txt', 'before'), folder.path('failed.json')]
  const profile = folder.write('refuse.json', { faults: [{ kind: 'auth' }] })
  const flags = ['-m', `sim:${profile}`, '--no-cache', '-o', path, '-o', report, '--force']
  const ran = await sifaka(['improve', 'Hi', ...flags])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain(`there is no text, so ${path} was not written`)
  expect(folder.read('kept.txt')).toBe('before')
  expect(folder.read('failed.json')).toContain('"outcome":"failed"')
})

it('a report without findings replaces an older one', async () => {
  const path = folder.write('findings.txt', 'text.txt: too long')
  const text = folder.write('short.txt', 'Short.')
  const { code } = await sifaka(['validate', text, '--max-words', '5', '-o', path, '--force'])
  expect({ code, findings: folder.read('findings.txt') }).toEqual({ code: 0, findings: '' })
})

describe('a device or a pipe', () => {
  it('gets the results as they finish', async () => {
    const run = `$SIFAKA batch ${prompts} --model sim:writer -q`
    expect(await shell(`${run} -o /dev/null`)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect((await sifaka(['batch', prompts, ...SIM, '-q', '-o', '/dev/stdout'])).records()).toHaveLength(2)
    execFileSync('mkfifo', [folder.path('pipe')])
    const piped = await shell(
      `cat ${folder.path('pipe')} & ${run} -o ${folder.path('pipe')}; code=$?; wait; exit $code`,
    )
    expect(piped).toMatchObject({ code: 0, stderr: '' })
    expect(piped.records()).toHaveLength(2)
    const csv = folder.path('pipe.csv')
    execFileSync('mkfifo', [csv])
    expect(await shell(`${run} -o ${csv}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('pipe.csv is not a regular file'),
    })
  })

  it('gets the text of one prompt, a list of findings, and a report', async () => {
    const run = '$SIFAKA improve Hi --model sim:writer -q'
    expect(await shell(`${run} -o /dev/null`)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    const { stdout } = await shell(run)
    expect(await shell(`${run} -o /dev/stdout`)).toMatchObject({ code: 0, stdout, stderr: '' })
    expect(await shell(`$SIFAKA validate ${prompts} --min-words 1 -q -o /dev/null`)).toMatchObject({
      code: 0,
      stderr: '',
    })
    execFileSync('mkfifo', [folder.path('report.json')])
    const report = folder.path('report.json')
    const piped = await shell(`cat ${report} & ${run} --report ${report} -o /dev/null; wait`)
    expect(JSON.parse(piped.stdout)).toHaveProperty('summary.prompts', 1)
  })
})

describe('a workbook', () => {
  it('keeps the types of its cells, and gives texts where a text is read', async () => {
    const header = ['title', 'id', 'price', 'isNew', 'code'].map((name, at) =>
      textCell(`${'ABCDE'[at]}1`, name),
    )
    const cells = [
      '<c r="A2"><v>1984</v></c><c r="B2"><v>12</v></c><c r="C2"><v>-3.5</v></c><c r="D2" t="b"><v>0</v></c>',
      textCell('E2', '007'),
    ]
    const rows = `<row r="1">${header.join('')}</row><row r="2">${cells.join('')}</row>`
    writeFileSync(folder.path('typed.xlsx'), workbookOf({ One: rows }))
    const output = folder.path('typed-out.xlsx')
    const flags = ['--prompt-field', 'title', '--require', '{{price}}', '--max-iterations', '5', '-o', output]
    const byFlag = await sifaka([
      'batch',
      folder.path('typed.xlsx'),
      ...SIM,
      ...flags.slice(0, 2),
      '--id-field',
      'isNew',
    ])
    expect(byFlag.stdout).toContain('"id":"false"')
    const { stderr } = await sifaka(['batch', folder.path('typed.xlsx'), ...SIM, ...flags])
    expect(stderr).toContain('1 prompt from')
    const record = JSON.parse(folder.read('typed-out.xlsx.jsonl')) as Record<string, unknown>
    expect(record).toMatchObject({
      id: '12',
      prompt: '1984',
      meta: { price: -3.5, isNew: false, code: '007' },
    })
    const [titles = [], values = []] = await readSheet(readFileSync(output))
    const valueOf = (title: string) => values[titles.indexOf(title)]
    expect(['prompt', 'meta.price', 'meta.isNew', 'meta.code'].map(valueOf)).toEqual([
      '1984',
      -3.5,
      false,
      '007',
    ])
  })

  it('is read, and is written from the results that are kept beside it', async () => {
    const rows = ['a', '=1+1'].map(
      (text, index) => `<row r="${index + 2}">${textCell(`A${index + 2}`, text)}</row>`,
    )
    const workbook = workbookOf({
      Notes: '',
      Prompts: `<row r="1">${textCell('A1', 'prompt')}</row>${rows.join('')}`,
    })
    writeFileSync(folder.path('in.xlsx'), workbook)
    const ran = await sifaka([
      'batch',
      folder.path('in.xlsx'),
      '--sheet',
      'Prompts',
      ...SIM,
      '-o',
      folder.path('out.xlsx'),
    ])
    expect(ran.code).toBe(0)
    expect(ran.stderr).toContain('2 prompts from')
    expect(folder.read('out.xlsx.jsonl').split('\n')).toHaveLength(3)
    const again = await sifaka([
      'validate',
      '--input-format',
      'xlsx',
      folder.path('out.xlsx'),
      '--min-words',
      '1',
      '--format',
      'jsonl',
    ])
    expect(again.code).toBe(0)
    expect(again.records()).toHaveLength(2)
  })
})

describe('--env-file', () => {
  it.each([
    ['absent.env', 'there is no file'],
    ['', 'it is a folder'],
  ])('%j is an error of sifaka: %s', async (name, message) => {
    const file = folder.path(name)
    const ran = await sifaka(['batch', prompts, ...SIM, '--env-file', file])
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('sifaka: --env-file')
    expect(ran.stderr).toContain(message)
  })

  it('does not change how Node runs, in the program and in what it starts', async () => {
    const file = folder.write('node.env', 'NODE_OPTIONS=--no-such-option\nSIFAKA_MODEL=sim:writer\n')
    const ran = await sifaka([
      'improve',
      'Hi',
      '-q',
      '--env-file',
      file,
      '--validator',
      'command:run=node|-e|0',
    ])
    expect(ran.code).toBe(0)
    expect(ran.stderr).toBe(
      'sifaka: --env-file: ignored NODE_OPTIONS; to obey it, set it in the environment\n',
    )
  })

  it('is left to sifaka by the first line of the program', async () => {
    const bin = `${import.meta.dirname}/../../bin/sifaka.js`
    const ran = await shell(`${bin} improve Hi --env-file ${folder.path('absent.env')}`)
    expect(ran).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('sifaka: --env-file: there is no file'),
    })
  })
})
