import { build } from 'rolldown'
import { expect, test } from 'vitest'
import { lazyPatterns } from '../../.config/lazy-patterns.js'

/** Bundles a module that exports `run`. Patterns that it creates are listed in `created`. */
async function bundle(code: string) {
  const id = '/src/given.ts'
  const recording = `
    export const created: string[] = []
    function RegExp(source: string, flags: string) {
      created.push(source)
      return new globalThis.RegExp(source, flags)
    }
    ${code}`
  const given = {
    name: 'given',
    resolveId: () => id,
    load: () => ({ code: recording, moduleType: 'ts' as const }),
  }
  const { output } = await build({ input: id, write: false, plugins: [given, lazyPatterns] })
  const { code: bundled } = output[0]
  const loaded: unknown = await import(`data:text/javascript,${encodeURIComponent(bundled)}`)
  return loaded as { readonly created: string[]; readonly run: (text: string) => unknown }
}

test.each([
  {
    what: 'a constant',
    code: String.raw`
      const WORD = /\p{L}+/gu
      export const run = (text: string) => [text.match(WORD)?.length, WORD.flags, { WORD }.WORD === WORD]`,
    result: [2, 'gu', true],
    created: [String.raw`\p{L}+`],
  },
  {
    what: 'a constant that is composed of another',
    code: String.raw`
      const LETTER = /\p{L}/u
      const WORD = new RegExp(LETTER.source + '+', 'gu')
      export const run = (text: string) => text.match(WORD)`,
    result: ['one', 'two'],
    created: [String.raw`\p{L}`, String.raw`\p{L}+`],
  },
  {
    what: 'a pattern in a function',
    code: String.raw`export const run = (text: string) => [/^\p{L}/u.test(text), text.replace(/\p{L}/gu, '-')]`,
    result: [true, '--- ---'],
    created: [String.raw`^\p{L}`, String.raw`\p{L}`],
  },
])('the bundle creates $what on first use, once', async ({ code, result, created }) => {
  const module = await bundle(code)
  expect(module.created).toEqual([])
  expect(module.run('one two')).toEqual(result)
  expect(module.run('one two')).toEqual(result)
  expect(module.created.toSorted()).toEqual(created.toSorted())
})

test('a pattern with a position of its own begins anew at each call', async () => {
  const { run } = await bundle(String.raw`
    export function run(text: string) {
      const word = /\p{L}+/gu
      return word.exec(text)?.[0]
    }`)
  expect(run('one two')).toBe('one')
  expect(run('one two')).toBe('one')
})

test('an exported pattern, and one without properties of Unicode, stay as they are', async () => {
  const { created, run } = await bundle(String.raw`
    export const WORD = /\p{L}+/u
    const DIGIT = /\d/u
    export const run = (text: string) => WORD.test(text) && DIGIT.test(text)`)
  expect(created).toEqual([String.raw`\p{L}+`])
  expect(run('one 1')).toBe(true)
})

test('a second variable with the name of a pattern fails the build', async () => {
  const code = String.raw`
    const WORD = /\p{L}+/u
    export const run = (text: string) => { const WORD = text; return WORD }`
  await expect(bundle(code)).rejects.toThrow('WORD is also the name of a pattern in the same file')
})
