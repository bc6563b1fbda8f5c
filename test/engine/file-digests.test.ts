/** Results depend on the files that validators, critics and retrievers read, so each file counts by its content. */
import { execFileSync } from 'node:child_process'
import { symlinkSync, utimesSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { FileReads } from '../../src/util/files/file-reads.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { prompt } from '../helpers/scripted.ts'

const folder = temporaryFolder()
const path = (name: string) => folder.path(name)
const rule = (message: string) => `extends: existence\nmessage: ${message}\ntokens: [very]\n`
const words = (subject: string) => `The ${subject} is quiet and the house is old. `.repeat(8)

folder.write('de.aff', 'SET UTF-8\n')
folder.write('House/Very.yml', rule('One.'))
folder.write('styles/Own/Spelling.yml', 'extends: spelling\nmessage: "%s"\nignore: known.txt\ndic: own.dic\n')
folder.write('styles/config/dictionaries/own.aff', 'SET UTF-8\n')
folder.write('styles/config/dictionaries/own.dic', '1\nhouse\n')
folder.write('styles/config/ignore/known.txt', 'word\n')

const run = ['node', path('check.mjs')]
const composite = (part: object) => ({ name: 'any', validators: [part, 'length:min=1'] })

const READERS: readonly (readonly [string, SettingsInput, file: string, before: string, after: string])[] = [
  [
    'a dictionary',
    { validators: [{ name: 'spelling', dictionary: path('de.dic') }] },
    'de.dic',
    '1\nHaus\n',
    '1\nBaum\n',
  ],
  [
    'a Vale style',
    { validators: [{ name: 'vale', style: path('House') }] },
    'House/Very.yml',
    rule('One.'),
    rule('Two.'),
  ],
  [
    'a new rule of a Vale style',
    { validators: [{ name: 'vale', style: path('House') }] },
    'House/New.yml',
    '',
    rule('Two.'),
  ],
  [
    'a Vale vocabulary',
    { validators: [{ name: 'vale', style: path('House'), vocab: path('vocab') }] },
    'vocab/accept.txt',
    'Sifaka\n',
    'Sifakas\n',
  ],
  [
    'the dictionary of a Vale rule',
    { validators: [{ name: 'vale', style: path('styles/Own') }] },
    'styles/config/dictionaries/own.dic',
    '1\nhouse\n',
    '1\ntree\n',
  ],
  [
    'the ignored words of a Vale rule',
    { validators: [{ name: 'vale', style: path('styles/Own') }] },
    'styles/config/ignore/known.txt',
    'one\n',
    'two\n',
  ],
  [
    'a part of a composite validator',
    { validators: [composite({ name: 'spelling', dictionary: path('de.dic') })] },
    'de.dic',
    '1\nHaus\n',
    '1\nBaum\n',
  ],
  ['the file of a command', { validators: [{ name: 'command', run }] }, 'check.mjs', 'one', 'two'],
  [
    'the settings of a linter',
    { validators: [{ name: 'textlint', run, config: path('rc.json') }] },
    'rc.json',
    '{}',
    '{ }',
  ],
  [
    'a style that the settings of Vale name',
    { validators: [{ name: 'vale', run, config: path('vale.ini') }] },
    'House/Very.yml',
    rule('One.'),
    rule('Two.'),
  ],
  [
    'a rubric',
    { critics: [{ name: 'prompt', rubric: `@${path('rubric.md')}` }] },
    'rubric.md',
    'Be kind.',
    'Be brief.',
  ],
  [
    'the reference of a style',
    { critics: [{ name: 'style', reference: `@${path('ours.md')}` }] },
    'ours.md',
    words('garden'),
    words('street'),
  ],
  ['a document', { critics: ['self-rag'], docs: path('docs') }, 'docs/a.md', 'One.', 'Two.'],
]
folder.write('check.mjs', '')
folder.write('vale.ini', 'MinAlertLevel = error\nStylesPath = House\n')

const digests = async (settings: SettingsInput) => {
  const registry = builtInRegistry()
  const { signal } = new AbortController()
  const parsed = parseSettings(
    { model: 'sim:writer', critics: [], cache: false, store: false, ...settings },
    registry,
  )
  const engine = await createEngine(parsed, { registry, env: process.env, signal, warn: () => undefined })
  try {
    return await engine.filesFor(prompt('Write about rain.'))
  } finally {
    await engine.close()
  }
}

it.each(READERS)('%s counts by its content', async (_, settings, file, before, after) => {
  if (before !== '') folder.write(file, before)
  const first = await digests(settings)
  if (before !== '') utimesSync(folder.write(file, before), 1, 1)
  expect(await digests(settings)).toEqual(first)

  folder.write(file, after)
  const changed = await digests(settings)
  const [part, other] = settings.critics
    ? (['critics', 'validators'] as const)
    : (['validators', 'critics'] as const)
  expect(changed[part]).toMatch(/^\w+$/)
  expect(changed[part]).not.toBe(first[part])
  expect(changed[other]).toBe(first[other])
})

it('nothing counts where no file is read', async () => {
  expect(await digests({ validators: ['length:min=3', 'json'], critics: ['reflexion'] })).toEqual({
    validators: undefined,
    critics: undefined,
  })
})

it('an argument of a program that is a folder, a pipe, a device, a link to itself or no file counts for nothing', async () => {
  const words = [path('.'), '/', path('pipe'), '/dev/null', path('loop'), 'no\0file']
  execFileSync('mkfifo', [path('pipe')])
  symlinkSync(path('loop'), path('loop'))
  expect(await digests({ validators: [{ name: 'command', run: ['node', ...words] }] })).toEqual({
    validators: undefined,
    critics: undefined,
  })
})

it('a pipe that nothing writes to is an error', () => {
  execFileSync('mkfifo', [path('empty')])
  expect(() => new FileReads().readText(path('empty'))).toThrow('is a pipe to which no program writes')
})
