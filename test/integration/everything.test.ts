/** Everything that `sifaka list` names works in the build: a bundler can break what runs well from source. */
import { chmodSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { ifevalArguments } from '../validators/ifeval/arguments.ts'

// Many processes run at the same time.
const folder = temporaryFolder()
const cwd = folder.path('.')
const TEXT = 'The harbour was quiet. We walked along the water, and we talked about the weather.'
folder.write('text.md', TEXT)
folder.write('House/Very.yml', 'extends: existence\nmessage: very\ntokens: [very]\n')
folder.write('prompts.txt', 'Describe a lamp\n')

const listed = JSON.parse((await sifaka(['list', '--json'])).stdout) as Record<string, { name: string }[]>
const namesOf = (kind: string): string[] => (listed[kind] ?? []).map(({ name }) => name)

/** A stand-in for a program that may be missing. */
const textlint = folder.write('textlint', '#!/bin/sh\necho \'[{"messages":[]}]\'\n')
chmodSync(textlint, 0o755)

const LENGTH = { name: 'length', min: 1 }
/** A label of each classifier. */
const LABELS: Readonly<Record<string, string>> = {
  sentiment: 'negative',
  toxicity: 'toxic',
  spam: 'spam',
  emotion: 'anger',
  intent: 'greeting',
  readability: 'complex',
  language: 'fr',
}

/** Options of the validators that need some. Several sets of options reach several libraries. */
const OPTIONS: Readonly<Record<string, readonly object[]>> = {
  length: [{ min: 1 }, { min: 1, unit: 'sentences' }, { min: 1, unit: 'tokens' }],
  content: [{ required: ['harbour'] }],
  frequency: [{ term: 'we', min: 1 }],
  pattern: [{ required: 'quiet' }],
  structure: [{ bullets: 0 }],
  format: [
    ...['json', 'yaml', 'markdown', 'html', 'xml', 'plain'].map((type) => ({ type })),
    { type: 'yaml', schema: { type: 'object' } },
  ],
  json: [{}, { schema: { format: 'email' } }, { extract: true }],
  case: [{ lower: true }],
  punctuation: [{ forbidden: ['!'] }],
  'starts-with': [{ text: 'The' }],
  'ends-with': [{ text: '.' }],
  'one-of': [{ answers: ['yes'] }],
  numeric: [{ min: 1 }],
  readability: [{ maxGrade: 20 }],
  similarity: [{ source: TEXT, min: 0.5 }],
  distinct: [{}],
  grounded: [{ source: TEXT }],
  preserves: [{ source: TEXT }],
  terminology: [{ glossary: [{ forbidden: 'gallimaufry' }] }],
  vale: [{ style: 'House' }],
  textlint: [{ run: textlint }],
  language: [{ codes: ['en'] }],
  sentiment: [{ required: ['positive'] }],
  emotion: [{ required: ['joy'] }],
  intent: [{ required: ['statement'] }],
  classifier: namesOf('classifiers').map((use) => ({ use, forbidden: [LABELS[use]] })),
  all: [{ validators: [LENGTH] }],
  any: [{ validators: [LENGTH] }],
  not: [{ validators: [LENGTH] }],
  weighted: [{ validators: [LENGTH], threshold: 0.5 }],
  command: [{ run: 'true' }],
  judge: [{ rubric: 'It is friendly.', model: 'sim:critic' }],
}

const cases = namesOf('validators').flatMap((name) =>
  (OPTIONS[name] ?? [ifevalArguments(name)]).map((options) => [name, options] as const),
)

it.concurrent.each(cases)('the validator %s answers: %j', async (name, options) => {
  const { code, stderr } = await sifaka(
    ['validate', 'text.md', '--validator', JSON.stringify({ name, ...options })],
    {
      cwd,
    },
  )
  // Code 2 means that a validator could not answer.
  expect({ code, stderr }).toEqual({ code: expect.toBeOneOf([0, 1]), stderr: expect.any(String) })
})

const CRITICS: Readonly<Record<string, object>> = {
  prompt: { rubric: 'It is clear.' },
  style: { reference: 'A lamp is a thing that gives light. '.repeat(8) },
}

it.concurrent.each(namesOf('critics').filter((name) => name !== 'self-rag'))(
  'the critic %s answers',
  async (name) => {
    const critic = JSON.stringify({ name, ...CRITICS[name] })
    const args = ['improve', 'Describe a lamp', '--model', 'sim:writer', '--critic', critic, '-n', '2', '-q']
    expect(await sifaka(args, { cwd })).toMatchObject({ code: expect.toBeOneOf([0, 1]), stderr: '' })
  },
)

it('the critic self-rag says what it needs', async () => {
  const args = ['improve', 'Describe a lamp', '--model', 'sim:writer', '--critic', 'self-rag', '-q']
  const { code, stderr } = await sifaka(args, { cwd })
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('critic self-rag has nothing to look claims up in') as string,
  })
})

const EXTENSIONS: Readonly<Record<string, string>> = { junit: 'junit.xml', text: 'txt' }

const REPORTS = ['text', 'json', 'jsonl', 'github', 'sarif', 'junit']
it.concurrent.each(REPORTS)('the report of `validate` can be %s', async (format) => {
  const args = ['validate', 'text.md', '--min-words', '3', '--format', format]
  expect(await sifaka(args, { cwd })).toMatchObject({ code: 0 })
})

it.concurrent.each(namesOf('formats'))('the results of `batch` can be %s', async (format) => {
  const extension = EXTENSIONS[format] ?? format
  const args = [
    'batch',
    'prompts.txt',
    '--model',
    'sim:writer',
    '--no-critics',
    '-o',
    `results.${extension}`,
    '-q',
  ]
  expect(await sifaka(args, { cwd })).toMatchObject({ code: 0 })
  expect(readFileSync(folder.path(`results.${extension}`), 'utf8')).not.toBe('')
})

it.concurrent.each<string[]>([
  ['list'],
  ['list', 'providers'],
  ['models', '--json'],
  ['config', 'show'],
  ['config', 'schema'],
  ['batch', 'prompts.txt', '--model', 'sim:writer', '--dry-run'],
])('the command %s %s runs', async (...args) => {
  expect(await sifaka(args, { cwd })).toMatchObject({ code: 0 })
})
