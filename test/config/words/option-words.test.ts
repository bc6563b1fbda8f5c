import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { expect, it } from 'vitest'
import { withOptionNames } from '../../../src/config/words/option-words.ts'

it.each([
  ['use --model sim:writer', "use model: 'sim:writer'"],
  ['resume with a longer --deadline', 'resume with a longer deadline'],
  ['run without a cache: --no-cache', 'run without a cache: cache: false'],
  ['refreshCache (--refresh-cache) needs the cache', 'refreshCache needs the cache'],
  [
    'name documents (--docs DIR) or a site (--retriever web)',
    "name documents (docs: 'DIR') or a site (retrievers: ['web'])",
  ],
  ['--critic self-rag does', "critics: ['self-rag'] does"],
  ['supply a draft with --draft or in the row', 'supply a draft with the field draft or in the row'],
  ['approve with --no-critics', 'approve with critics: []'],
  ['use an -- and --unknown', 'use an -- and --unknown'],
])('"%s" is for a program "%s"', (flags, options) => {
  expect(withOptionNames(flags)).toBe(options)
})

it('no message that reaches a program names a flag', () => {
  const source = join(import.meta.dirname, '../../../src')
  const rooms = 'cache,core,critics,engine,middleware,providers,retrieval,sim,storage,validators'
  const texts = globSync(`{${rooms}}/**/*.ts`, { cwd: source })
    // These have secrets, or the flags of other programs.
    .filter((file) => !/^validators.(safety|vale.vale-program|external.textlint)/.test(file))
    .flatMap(
      (file) =>
        readFileSync(join(source, file), 'utf8')
          .replace(/^ *(\*|\/).*$/gm, '')
          .match(/(['"`])[^'"`\n]*--[a-z][^'"`\n]*\1/g) ?? [],
    )
  expect(texts.length).toBeGreaterThan(8)
  expect(texts.map((text) => withOptionNames(text)).filter((text) => /--[a-z]/.test(text))).toEqual([])
})
