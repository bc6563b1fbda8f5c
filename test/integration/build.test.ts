/** What is loaded on demand must be in the build, whichever way its package exports it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SIM = ['--model', 'sim:writer']

it.each<[string, object, string]>([
  ['json', { schema: { required: ['name', 'price'] } }, 'price'],
  ['json', { schema: { $schema: 'http://json-schema.org/draft-07/schema#', required: ['size'] } }, 'size'],
  ['markdown', { requireTitle: true }, '# '],
  ['pattern', { required: '^Dear', flags: 'm' }, 'Dear'],
  ['content', { required: ['lamp'], wholeWord: true }, 'lamp'],
  ['length', { max: 3, unit: 'sentences' }, '.'],
])('every validator is in the build: %s %j', async (name, options, expected) => {
  const spec = JSON.stringify({ name, ...options })
  const args = ['improve', 'Describe a lamp', ...SIM, '--no-critics', '--validator', spec, '-n', '8', '-q']
  const { code, stdout, stderr } = await sifaka(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(expected)
})

it.each(['settings.json', 'settings.yaml'])('reads %s', async (name) => {
  const file = folder.write(name, '{ "model": "sim:writer", "critics": [], "store": false }')
  expect(await sifaka(['improve', 'Describe a lamp', '-c', file, '-q'])).toMatchObject({
    code: 0,
    stderr: '',
  })
})

it('takes a JSON Schema from a file', async () => {
  const schema = folder.write('schema.json', { type: 'object', required: ['name', 'price'] })
  const args = [
    'improve',
    'Describe a lamp',
    ...SIM,
    '--no-critics',
    '--validator',
    `json:schema=@${schema}`,
    '-q',
  ]
  expect(JSON.parse((await sifaka(args)).stdout)).toHaveProperty('price')
})

it('contains the packages that an installation lacks, apart from those that users add', () => {
  const root = join(import.meta.dirname, '../..')
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const { devDependencies, peerDependencies } = JSON.parse(read('package.json')) as Record<string, object>
  const lacking = Object.keys(devDependencies ?? {}).filter(
    (name) => !Object.hasOwn(peerDependencies ?? {}, name),
  )
  const built = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.cjs'))
    .map((path) => read(join('dist', path)))
  const isImported = (name: string) =>
    built.some((text) => new RegExp(`(=require|import.cjs"\\))\\(["'\`]${name}["'\`/]`).test(text))
  expect(lacking.filter(isImported)).toEqual(['harper.js', 'typescript'])
})
