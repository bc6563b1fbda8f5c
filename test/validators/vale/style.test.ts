import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../../src/config/load.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { readNamed, validatorKind } from '../../../src/config/named.ts'
import type { ValidatorNeeds } from '../../../src/core/definitions.ts'
import { vale } from '../../../src/validators/vale/vale.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

const folder = temporaryFolder()
const write = (name: string, ...lines: string[]) => folder.write(name, `${lines.join('\n')}\n`)

write('House/Very.yml', 'extends: existence', 'message: "Omit \'%s\'."', 'level: error', 'tokens: [very]')
write(
  'House/Use.yml',
  'extends: substitution',
  "message: \"Use '%s' instead of '%s'.\"",
  'swap: {utilize: use}',
)
write(
  'House/Long.yml',
  'extends: occurrence',
  'message: Long.',
  'level: suggestion',
  'scope: sentence',
  'max: 9',
  'token: \\w+',
)
write('House/README.md', 'no rule')
write('House/.vale/Other.yml', 'no: rule')

const style = folder.path('House')

async function warningsOf(options: object, times = 1): Promise<string[]> {
  const lines: string[] = []
  const needs = { warn: (line: string) => void lines.push(line) } as unknown as ValidatorNeeds
  for (let time = 0; time < times; time++) await vale.create(vale.options.parse(options), needs)
  return lines
}

describe('a style', () => {
  it('names the rule, its place and its level in each finding', async () => {
    const text = 'A very long one: we utilize it here and there and anywhere.\n'
    expect(await validate(vale, { style }, text)).toMatchObject({
      validator: 'vale',
      passed: false,
      bound: 'the rules of House',
      message: expect.stringContaining(
        "Omit 'very' at 1:3; Use 'use' instead of 'utilize' at 1:21",
      ) as string,
      findings: [
        { rule: 'House.Long', line: 1, column: 1, message: 'Long.', severity: 'warning' },
        { rule: 'House.Very', line: 1, column: 3, endColumn: 7, message: "Omit 'very'." },
        { rule: 'House.Use', column: 21, severity: 'warning' },
      ],
    })
  })

  it.each<[text: string, options: object, passed: boolean, severity: string | undefined]>([
    ['fine', {}, true, undefined],
    ['utilize', {}, false, 'warning'],
    ['very', {}, false, undefined],
    ['utilize very', {}, false, undefined],
    ['utilize', { failLevel: 'warning' }, false, undefined],
    ['a b c d e f g h i j', {}, false, 'warning'],
    ['a b c d e f g h i j', { minLevel: 'warning' }, true, undefined],
    ['a b c d e f g h i j', { failLevel: 'suggestion' }, false, undefined],
    ['utilize', { minLevel: 'error' }, true, undefined],
    ['very', { ignore: 'House.Very' }, true, undefined],
    ['very utilize', { ignore: ['House.Very', 'House.Use'] }, true, undefined],
  ])('rejects a text by the levels of its rules: %s %j', async (text, options, passed, severity) => {
    const { severity: found, ...validation } = await validate(vale, { style, ...options }, text)
    expect({ passed: validation.passed, severity: found }).toEqual({ passed, severity })
  })

  it('uses a vocabulary: its terms are exceptions, have their case, and some are forbidden', async () => {
    write('config/vocabularies/Words/accept.txt', '# names', 'JavaScript', 'very')
    write('config/vocabularies/Words/reject.txt', 'foo')
    for (const vocab of [folder.path('config/vocabularies/Words'), 'Words']) {
      const { findings = [] } = await validate(vale, { style, vocab }, 'very javascript foo')
      expect(findings.map(({ rule, replacement }) => [rule, replacement])).toEqual([
        ['Vale.Terms', 'JavaScript'],
        ['Vale.Avoid', undefined],
      ])
    }
  })

  it('of several folders has the rules of each', async () => {
    write('Other/Foo.yml', 'extends: existence', 'message: no foo', 'tokens: [foo]')
    const { findings = [] } = await validate(vale, { style: [style, folder.path('Other')] }, 'very foo')
    expect(findings.map(({ rule }) => rule)).toEqual(['House.Very', 'Other.Foo'])
  })

  it('may follow another text: a text does not remember the one before it', async () => {
    write('Pairs/One.yml', 'extends: consistency', 'message: mixed', 'either: {advisor: adviser}')
    const validator = await validatorOf(vale, { style: folder.path('Pairs') })
    for (const text of ['advisor', 'adviser', 'advisor']) {
      expect(await validator.validate({ prompt: prompt(), text }, testScope())).toMatchObject({
        passed: true,
      })
    }
  })

  it('names once what of it has no effect', async () => {
    write('Odd/Script.yml', 'extends: script', 'message: m', 'script: exit()')
    write('Odd/Script2.yml', 'extends: script', 'message: m', 'script: exit()')
    write('Odd/Tags.yml', 'extends: sequence', 'message: m', 'tokens: [{tag: NN}, {pattern: up}]')
    write('Odd/Broken.yml', 'extends: existence', 'message: m', 'tokens: ["good", "ba(d"]')
    write('Odd/Scope.yml', 'extends: existence', 'message: m', 'scope: comment', 'tokens: [x]')
    write('Odd/Option.yml', 'extends: existence', 'message: m', 'tokns: [x]', 'tokens: [x]')
    write('Odd/Words.yml', 'extends: spelling', 'message: m', 'ignore: none.txt')
    write('Odd/Any.yml', 'extends: occurrence', 'message: m', 'token: x')
    const lines = await warningsOf({ style: folder.path('Odd') }, 2)
    expect(lines).toHaveLength(7)
    expect(lines).toEqual(
      expect.arrayContaining([
        'vale: Odd.Script, Odd.Script2 extends script, which is not supported',
        'vale: Odd.Tags needs tags for parts of speech, which are not supported',
        expect.stringContaining('vale: Odd.Broken has the expression ba(d, which cannot be compiled'),
        'vale: Odd.Scope is for the scope comment, which Markdown does not have',
        'vale: Odd.Words names the file none.txt of words to ignore, which does not exist',
        'vale: Odd.Any has neither max nor min',
        'vale: Odd.Option has no option tokns in its kind existence',
      ]),
    )
    const { findings = [] } = await validate(vale, { style: folder.path('Odd') }, 'good days')
    expect(findings.map(({ rule }) => rule)).toEqual(['Odd.Broken'])
  })

  it.each<[problem: string, rule: string[], message: RegExp]>([
    ['is no YAML', ['extends: ["'], /Rule\.yml: not YAML: /],
    ['is a list', ['- a'], /Rule\.yml is not a rule of Vale/],
    ['has no message', ['extends: existence'], /Rule\.yml: message/],
    ['has an unknown kind', ['extends: existance', 'message: m'], /no kind of rule is called "existance"/],
    ['has an unknown level', ['extends: existence', 'message: m', 'level: high'], /Rule\.yml: level/],
    ['lacks an option', ['extends: occurrence', 'message: m'], /Rule\.yml: token/],
    [
      'has a wrong value',
      ['extends: existence', 'message: m', 'ignorecase: maybe'],
      /ignorecase: must be true or false/,
    ],
    [
      'needs a missing dictionary',
      ['extends: spelling', 'message: m', 'dictionaries: [xx_XX]'],
      /there is no dictionary xx_XX\.dic/,
    ],
  ])('is refused if a rule %s', async (problem, rule, message) => {
    const name = `bad-${problem.replaceAll(/\W/g, '')}`
    write(`${name}/Rule.yml`, ...rule)
    await expect(validate(vale, { style: folder.path(name) }, 'x')).rejects.toThrow(message)
  })

  folder.write('file', '')
  mkdirSync(folder.path('linked'))
  symlinkSync('nowhere', folder.path('linked/broken'))
  for (const name of ['latin/Rule.yml', 'latin/accept.txt'])
    writeFileSync(folder.write(name, ''), Buffer.from([0xe9]))

  it.each<[object, RegExp]>([
    [{ style: folder.path('absent') }, /^vale: cannot read the style .*absent: it does not exist$/],
    [
      { style: folder.path('file') },
      /^vale: cannot read the style .*file: a part of the path is not a folder$/,
    ],
    [{ style: folder.path('linked') }, /^vale: there is no file .*linked.broken$/],
    [{ style: folder.path('latin') }, /^vale: .*Rule.yml is not UTF-8 text$/],
    [{ style, vocab: folder.path('latin') }, /^vale: .*accept.txt is not UTF-8 text$/],
    [{ style: folder.path('config') }, /config has no rules/],
    [{ style, vocab: 'absent' }, /there is no vocabulary absent/],
    [{ style, ignore: 'House.Vary' }, /no rule is called House\.Vary/],
    [{ style, ignore: ['House.Very', 'House.Use', 'House.Long'] }, /no rule applies/],
  ])('is refused if it cannot be used: %j', async (options, message) => {
    await expect(validate(vale, options, 'x')).rejects.toThrow(message)
  })
})

describe('a folder may be named', () => {
  const kind = validatorKind(builtInRegistry())

  it('in settings', () => {
    expect(parseSettings({ validators: ['vale:style=House'] }, builtInRegistry()).validators).toMatchObject([
      { name: 'vale', style: 'House' },
    ])
  })

  it('by no request of a service and no field of a row', () => {
    expect(() => readNamed({ name: 'vale', style: 'x' }, { ...kind, remote: true })).toThrow(
      'requests cannot set style',
    )
    expect(() => readNamed({ name: 'vale', style: '{{folder}}' }, kind)).toThrow('{{folder}} is not allowed')
  })
})
