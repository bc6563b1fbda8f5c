/** Bundles a TypeScript program into one file and runs it: `node .config/run.js FILE ARGUMENT...`. */
import { copyFileSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'rolldown'
import { isNotBundled } from './not-bundled.js'

const FOLDER = 'node_modules/.cache/sifaka'
const [, , program = ''] = process.argv
const file = join(FOLDER, `${parse(program).name}.mjs`)

await build({
  input: program,
  platform: 'node',
  logLevel: 'silent',
  external: isNotBundled,
  output: { file, format: 'esm', codeSplitting: false },
})
// The bundled code reads it from its own folder.
copyFileSync('src/providers/pricing/models.json', join(FOLDER, 'models.json'))
process.argv.splice(1, 2, resolve(file))
await import(pathToFileURL(resolve(file)).href)
