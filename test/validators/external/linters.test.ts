/** The programs are stand-ins that print what vale and textlint print: both may be missing on a machine. */
import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readNamed, validatorKind } from '../../../src/config/named.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { check, realScope, withValidators } from '../../helpers/checks.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { prompt } from '../../helpers/scripted.ts'

const folder = temporaryFolder()
let programs = 0

/** Writes a program that prints what it is given and its arguments, and exits with a code. */
function program(output: unknown, code = 0, more = ''): string {
  const json = folder.write(`output-${++programs}.json`, output)
  const path = folder.write(
    `program-${programs}`,
    `#!/bin/sh\n${more}\necho "$@" > ${json}.arguments\ncat > ${json}.input\ncat ${json}\nexit ${code}\n`,
  )
  chmodSync(path, 0o755)
  return path
}

const TEXT = 'Fine.\n\nA 😀 very good text, utilized.\n'

const alert = (check: string, severity: string, span: number[], match: string, action: object) => ({
  Action: { Name: '', Params: null, ...action },
  Span: span,
  Check: check,
  Description: '',
  Link: '',
  Message: `about ${match}`,
  Severity: severity,
  Match: match,
  Line: 3,
})
const VERY = alert('Google.Very', 'error', [5, 8], 'very', {})
const USE = alert('Google.Use', 'warning', [21, 28], 'utilized', { Name: 'replace', Params: ['used'] })

describe('the program vale', () => {
  it('gives findings with places, levels and replacements', async () => {
    const run = program({ 'stdin.md': [VERY, USE] }, 1)
    const config = folder.write('my.ini', '')
    expect(await check({ name: 'vale', run, config, minLevel: 'warning' }, TEXT)).toMatchObject({
      validator: 'vale',
      passed: false,
      findings: [
        { rule: 'Google.Very', message: 'about very', line: 3, column: 6, endColumn: 10 },
        { rule: 'Google.Use', line: 3, column: 22, endColumn: 30, replacement: 'used', severity: 'warning' },
      ],
    })
    expect(folder.read(`output-${programs}.json.arguments`)).toBe(
      `--output=JSON --ext=.md --minAlertLevel=warning --config=${config}\n`,
    )
    expect(folder.read(`output-${programs}.json.input`)).toBe(TEXT)
  })

  it.each<[output: object, code: number, options: object, expected: object]>([
    [{}, 0, {}, { passed: true }],
    [{ 'stdin.md': [USE] }, 0, {}, { passed: false, severity: 'warning' }],
    [{ 'stdin.md': [USE] }, 0, { failLevel: 'warning' }, { passed: false, severity: undefined }],
  ])('rejects a text by levels: %j', async (output, code, options, expected) => {
    const { passed, severity } = await check({ name: 'vale', run: program(output, code), ...options }, TEXT)
    expect({ passed, severity }).toMatchObject(expected)
  })
})

describe('the program textlint', () => {
  it('gives findings with places, severities and corrections', async () => {
    const messages = [
      {
        type: 'lint',
        ruleId: 'no-good',
        message: 'no good',
        index: 15,
        range: [15, 19],
        line: 3,
        column: 9,
        severity: 2,
      },
      {
        ruleId: 'terms',
        message: 'use used',
        index: 27,
        line: 3,
        column: 21,
        severity: 1,
        fix: { range: [28, 36], text: 'used' },
      },
    ]
    const run = program([{ filePath: 'text.md', messages }], 1)
    const config = folder.write('my.json', {})
    expect(await check({ name: 'textlint', run, config }, TEXT)).toMatchObject({
      validator: 'textlint',
      passed: false,
      findings: [
        { rule: 'no-good', message: 'no good', line: 3, column: 9, endColumn: 13 },
        { rule: 'terms', line: 3, column: 22, endColumn: 30, replacement: 'used', severity: 'warning' },
      ],
    })
    expect(folder.read(`output-${programs}.json.arguments`)).toBe(
      `--stdin --stdin-filename text.md --format json --config ${config}\n`,
    )
  })

  it('accepts a text without findings', async () => {
    const run = program([{ filePath: 'text.md', messages: [] }])
    expect(await check({ name: 'textlint', run }, TEXT)).toMatchObject({ passed: true })
  })
})

describe.each(['vale', 'textlint'])('%s is a failure, never a verdict, if the program', (name) => {
  it.each<[problem: string, output: unknown, code: number, more: string, message: string]>([
    ['exits with 2', {}, 2, 'echo no rules >&2', 'exited with 2: no rules'],
    [
      'prints no JSON',
      {},
      1,
      'echo == No rules found ==',
      'printed no findings in JSON: == No rules found ==',
    ],
    ['crashes', '', 1, 'echo Error: boom >&2; exit 1', 'printed no findings in JSON: Error: boom'],
    ['prints nothing', '', 0, '', 'printed no findings in JSON'],
    ['prints other JSON', { a: 1 }, 0, '', 'printed no findings in JSON'],
    ['takes too long', {}, 0, 'sleep 60', 'did not end within 0.1 s'],
  ])('%s', async (_, output, code, more, message) => {
    const timeout = more.startsWith('sleep') ? '100ms' : '30s'
    await expect(check({ name, run: program(output, code, more), timeout }, TEXT)).rejects.toThrow(message)
  })
})

describe.each(['vale', 'textlint'])('%s', (name) => {
  it('withholds keys from the program', async () => {
    const run = program('', 0, 'echo "key: $OPENAI_API_KEY, tone: $TONE"')
    const env = { PATH: process.env['PATH'], OPENAI_API_KEY: 'secret', TONE: 'warm' }
    await withValidators(
      [{ name, run }],
      async ([validator]) => {
        const validation = validator?.validate({ prompt: prompt(), text: TEXT }, realScope())
        await expect(validation).rejects.toThrow('key: , tone: warm')
      },
      env,
    )
  })

  it('is refused with a way to install the program, if it is missing', async () => {
    await expect(check({ name, run: 'absent-linter' }, TEXT)).rejects.toMatchObject({
      code: 'config',
      message: `${name}: the program absent-linter is not installed`,
      hint: expect.stringContaining('install') as string,
    })
    // The environment of this test has no PATH.
    await expect(check(name, TEXT)).rejects.toThrow(`the program ${name} is not installed`)
  })

  it('is refused if its settings file does not exist', async () => {
    await expect(check({ name, run: program([]), config: 'absent.json' }, TEXT)).rejects.toMatchObject({
      code: 'config',
      message: `${name}: there is no file absent.json`,
    })
  })

  it('is refused where settings must not run a program', () => {
    const kind = { ...validatorKind(builtInRegistry()), untrusted: true }
    expect(() => readNamed(name, kind)).toThrow(`validator ${name} runs a program`)
    expect(() => readNamed({ name, run: 'x' }, kind)).toThrow(`validator ${name} runs a program`)
  })
})

describe('vale with a style', () => {
  const kind = validatorKind(builtInRegistry())

  it('runs no program, so that it is allowed in rows', () => {
    expect(readNamed('vale:style=House', { ...kind, untrusted: true })).toMatchObject({ style: 'House' })
  })

  it.each([
    [{ style: 'House', run: 'vale' }, 'has style, which is read without the program'],
    [{ style: 'House', timeout: '1s' }, 'has style, which is read without the program'],
    [{ vocab: 'Words' }, 'vocab and ignore need style'],
    [{ ignore: 'House.Very' }, 'vocab and ignore need style'],
  ])('refuses options that have no effect: %j', (options, message) => {
    expect(() => readNamed({ name: 'vale', ...options }, kind)).toThrow(message)
  })
})
