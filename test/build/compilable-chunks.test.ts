import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'rolldown'
import { expect, test } from 'vitest'
import { compilableChunks } from '../../.config/compilable-chunks.js'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
let count = 0

/** Bundles a module, and returns its code and what it exports. */
async function bundle(source: string) {
  const name = `chunks/given${++count}.cjs`
  const given = { name: 'given', resolveId: () => 'given', load: () => source }
  const { output } = await build({
    input: 'given',
    platform: 'node',
    plugins: [given, compilableChunks],
    output: { dir: folder.path('dist'), format: 'cjs', entryFileNames: name },
  })
  const exports: unknown = createRequire(import.meta.url)(join(folder.path('dist'), name))
  return { code: output[0].code, exports }
}

test('a built file has only ASCII, and keeps its texts and patterns', async () => {
  const { code, exports } = await bundle(`
    const size = '…😀'
    export const text = size
    export const template = \`é\${size}\`
    export const found = ['😀', 'é', 'e'].filter((each) => /^[😀é]$/u.test(each))`)
  expect(code).toMatch(/^[\t\n -~]*$/)
  expect(exports).toMatchObject({ text: '…😀', template: 'é…😀', found: ['😀', 'é'] })
})

test('names may have any characters', async () => {
  const { exports } = await bundle("export const of = { größe: 1, 𝒳: 2, '…': 3 }")
  expect(exports).toMatchObject({ of: { größe: 1, 𝒳: 2, '…': 3 } })
})

test('a tag of a template sees what was written', async () => {
  const { code, exports } = await bundle(`
    const tag = ({ raw }) => raw[0]
    export const seen = tag\`é\\d\`
    export const raw = [String.raw\`é\\d\\n\${1}\\\\d\`, String.raw\`é\\\`\\\${1}$\`, String.raw\`\\d\`]`)
  expect(exports).toMatchObject({ seen: 'é\\d', raw: ['é\\d\\n1\\\\d', 'é\\`\\${1}$', '\\d'] })
  expect(code.match(/é/g)).toHaveLength(1)
})

test('a built file imports through another', async () => {
  const plugin = folder.write('plugin.mjs', 'export const answer = 42')
  const { code, exports } = await bundle(`
    export const text = 'import(url)'
    export const load = (url) => import(url)`)
  expect(code).toContain('require("./../import.cjs")(url)')
  const { load, text } = exports as { load: (url: string) => Promise<unknown>; text: string }
  expect(await load(pathToFileURL(plugin).href)).toMatchObject({ answer: 42 })
  expect(text).toBe('import(url)')
})
