/** What a command loads: only what it needs, since loading takes most of the time of a short command. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const text = folder.write('text.txt', 'The sun rises. It is quiet.\n')
const VALIDATE = [
  'validate',
  text,
  ...[
    'length:max=600',
    'content:required=quiet',
    'content:forbidden=coal',
    'frequency:term=sun,max=5',
    'punctuation:forbidden=!',
    'starts-with:text=The',
    'ends-with:text=quiet.',
    'numeric:max=10',
    'pattern:forbidden=foo',
    'case:capitalWords=..9',
  ].flatMap((spec) => ['--validator', spec]),
]
const IMPROVE = ['improve', 'Write about tea', '--model', 'sim:writer', '--no-cache', '--no-store']

/** The URL of each file, and of each module of Node, that the command loaded. */
async function loadedBy(args: readonly string[]): Promise<string[]> {
  const coverage = folder.path(`coverage-${args[0]}`)
  const { code, stderr } = await sifaka(args, { env: { NODE_V8_COVERAGE: coverage } })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] }
    return result.map(({ url }) => url)
  })
}

const sourcesOf = (urls: readonly string[]): string[] =>
  urls.filter((url) => url.startsWith('file:')).map((url) => readFileSync(fileURLToPath(url), 'utf8'))

/** A text that only the source of the part contains. */
const PARTS = {
  'the driver of SQLite': 'node-gyp-build',
  'the driver of Redis': 'enableOfflineQueue options is false',
  'the driver of PostgreSQL': 'SCRAM-SERVER-FINAL-MESSAGE',
  'the parser of settings files': 'YAMLException',
  'the width of emoji': 'RGI_Emoji',
  spinners: 'dots12',
  'the expressions of secrets': 'AGE-SECRET-KEY',
  'the expressions of personal data': 'GB22 GE22',
  'the expressions of intents': 'pleased to meet you',
  'the units of measures': 'kilogram',
  'the SDK of OpenAI': 'OpenAI-Beta',
  'the semantic cache': 'benefits/drawbacks',
  'the reader of tables': 'put a value that contains separators',
  'the server of metrics': 'the metrics are at GET /metrics',
}

/** What only commands that call models need. */
const RUN_PARTS = {
  'the reports of runs': 'one after another',
  metrics: 'gen_ai.client',
}

it.each([
  ['validate', VALIDATE, { ...PARTS, ...RUN_PARTS }],
  ['improve', IMPROVE, PARTS],
])('%s loads nothing that it does not use', async (_, args, parts) => {
  const sources = sourcesOf(await loadedBy(args))
  const isLoaded = (mark: string) => sources.some((source) => source.includes(mark))
  expect(sources.length).toBeGreaterThan(3)
  expect(Object.entries(parts).filter(([, mark]) => isLoaded(mark))).toEqual([])
})

it.each([
  ['validate', VALIDATE, ['node:child_process', 'node:crypto']],
  ['improve', IMPROVE, ['node:child_process']],
])('%s loads no large module of Node that it does not use', async (_, args, unused) => {
  const urls = await loadedBy(args)
  expect(urls).toContain('node:fs')
  expect(unused.filter((name) => urls.includes(name))).toEqual([])
})

it('each of these parts is in the program', () => {
  const root = join(import.meta.dirname, '../..')
  const built = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.cjs'))
    .map((path) => readFileSync(join(root, 'dist', path), 'utf8'))
  const packages = [
    '@photostructure/sqlite/dist/index.cjs',
    'pg/lib/crypto/sasl.js',
    'string-width/index.js',
  ].map((path) => readFileSync(join(root, 'node_modules', path), 'utf8'))
  const isThere = (mark: string) => [...built, ...packages].some((source) => source.includes(mark))
  expect(Object.entries({ ...PARTS, ...RUN_PARTS }).filter(([, mark]) => !isThere(mark))).toEqual([])
})

it('--version loads neither the settings nor the commands', async () => {
  const sources = sourcesOf(await loadedBy(['--version']))
  expect(sources.join('').length).toBeLessThan(10_000)
})

it.each([
  ['validate', VALIDATE],
  ['improve', IMPROVE],
])('%s runs from the code that the build compiled', async (_, args) => {
  const record = folder.path(`scripts-${args[0]}`)
  const recorder = folder.write(
    'record-scripts.cjs',
    `const vm = require('node:vm')
     const { appendFileSync } = require('node:fs')
     vm.Script = class extends vm.Script {
       constructor(source, options) {
         super(source, options)
         if (options?.filename?.endsWith('.cjs')) appendFileSync(process.env.RECORD, this.cachedDataRejected + ' ')
       }
     }`,
  )
  const { code } = await sifaka(args, { env: { NODE_OPTIONS: `--require ${recorder}`, RECORD: record } })
  const areRejected = readFileSync(record, 'utf8').trim().split(' ')
  expect(code).toBe(0)
  expect(areRejected.length).toBeGreaterThan(3)
  expect(new Set(areRejected)).toEqual(new Set(['false']))
})
