import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'rolldown'
import { expect, test } from 'vitest'
import { lazyRequires } from '../../.config/lazy-requires.js'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
let count = 0

/** Bundles a module as the program is bundled, and returns its code and what it exports. */
async function bundle(source: string) {
  const name = `given${++count}.cjs`
  const given = {
    name: 'given',
    resolveId: (id: string) => (id === 'given' ? id : undefined),
    load: () => source,
  }
  const { output } = await build({
    input: 'given',
    platform: 'node',
    plugins: [given, lazyRequires],
    output: {
      dir: folder.path('dist'),
      format: 'cjs',
      entryFileNames: name,
      minify: { mangle: { toplevel: false }, codegen: true },
    },
  })
  const exports: unknown = createRequire(import.meta.url)(join(folder.path('dist'), name))
  return { code: output[0].code, exports }
}

test('a large module of Node is loaded when it is first used', async () => {
  const { code, exports } = await bundle(`
    import { hash } from 'node:crypto'
    import { join } from 'node:path'
    export const digests = (...texts) => [...texts.map((text) => hash('md5', text)), typeof hash]
    export const path = join('a', 'b')`)
  expect(code).not.toContain('=require("node:crypto"),')
  expect(code).toContain('??=require("node:crypto")')
  expect(code).toContain('=require("node:path")')
  const { digests, path } = exports as { digests: (...texts: string[]) => string[]; path: string }
  expect(digests('tea')).toEqual(['7239ea2b5dc943f61f3c0a0276c20974', 'function'])
  expect(path).toBe(join('a', 'b'))
})

test('it may be passed on, extended and imported as a whole', async () => {
  const { exports } = await bundle(`
    import crypto from 'node:crypto'
    import { constants } from 'node:fs/promises'
    import * as all from 'node:net'
    import { Socket } from 'node:net'
    class Own extends Socket {}
    export const found = [typeof crypto.hash, { ...constants }.R_OK, { ...all }.Socket === Socket, Object.getPrototypeOf(Own) === Socket]`)
  expect(exports).toMatchObject({ found: ['function', 4, true, true] })
})
