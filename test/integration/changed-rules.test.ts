/** What a validator or a critic reads belongs to its rules: if such a file changes, accepted rows are checked again. */
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

interface TextRecord {
  readonly text: string
  readonly outcome: string
  readonly thoughtId: string
}

const DRAFT = 'The wibble is on the table.'
const plugin = (passes: string) =>
  `export default { name: 'own', summary: 'own', create: () => ({ validate: ({ text }) => ({ passed: ${passes} }) }) }\n`
const program = (passes: string) =>
  `const text = (await process.stdin.toArray()).join('')\nprocess.exitCode = ${passes} ? 0 : 1\n`

/** With the first content of the file, the draft is accepted; with the second it is not. */
const FILES = [
  ['the words of the project', ['--validator', 'spelling'], '.sifaka-words', 'wibble\n', 'wobble\n'],
  [
    'the program of a command',
    ['--validator', `command:run=node|check.mjs,cache=true`],
    'check.mjs',
    program('true'),
    program("!text.includes('wibble')"),
  ],
  [
    'the file of a plugin',
    ['--plugin', './own.mjs', '--validator', 'own'],
    'own.mjs',
    plugin('true'),
    plugin("!text.includes('wibble')"),
  ],
] as const

describe.each(FILES)('%s', (_, args, file, accepting, rejecting) => {
  it('makes accepted rows run again on --resume, and is not hidden by a cache', async () => {
    const folder = temporaryFolder()
    folder.write('rows.jsonl', { id: 'a', prompt: 'Write of the table.', draft: DRAFT })
    const run = async (...more: string[]) => {
      const given = ['batch', 'rows.jsonl', '-m', 'sim:writer', '--no-critics', ...args, '-o', 'out.jsonl']
      const env = { XDG_CACHE_HOME: folder.path('cache'), XDG_DATA_HOME: folder.path('data') }
      const ran = await sifaka([...given, '-n', '1', ...more], { cwd: folder.path('.'), env })
      expect([0, 1], ran.stderr).toContain(ran.code)
      const record = JSON.parse(folder.read('out.jsonl').trim().split('\n').at(-1) ?? '') as TextRecord
      return { ...ran, record }
    }
    folder.write(file, accepting)
    const first = await run()
    expect(first.record).toMatchObject({ text: DRAFT, outcome: 'accepted' })
    const unchanged = await run('--resume')
    expect(unchanged.record).toEqual(first.record)

    folder.write(file, rejecting)
    const dry = await run('--resume', '--dry-run')
    expect(dry.stderr).toContain('0 of 1 prompt done already')
    const changed = await run('--resume')
    expect(changed.stderr).toContain('the validators or the fields of the row changed')
    expect(changed.record.outcome).not.toBe('accepted')
    expect(changed.record.thoughtId).not.toBe(first.record.thoughtId)
  })
})
