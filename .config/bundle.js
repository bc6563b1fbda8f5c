/** Bundles the program, the library and the entry points of worker threads into `dist`. */
import { copyFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'rolldown'
import { lazyPatterns } from './lazy-patterns.js'
import { isNotBundled } from './not-bundled.js'
import { compilableChunks } from './compilable-chunks.js'
import { lazyRequires } from './lazy-requires.js'

/**
 * Modules that at least so many entry points and dynamic imports need go into one file, since Node loads one large file
 * faster than many small ones.
 */
const MIN_SHARE_COUNT = 8

/** The bundled code reads these from its own folder. */
const ASSETS = ['src/providers/pricing/models.json', 'src/report/html/page.css', 'src/report/html/page.js']

await build({
  input: {
    'cli/main': 'src/cli/main.ts',
    index: 'src/index.ts',
    'validators/runtime/worker': 'src/validators/runtime/worker.ts',
    'engine/threads/plugin-worker': 'src/engine/threads/plugin-worker.ts',
  },
  platform: 'node',
  logLevel: 'warn',
  external: isNotBundled,
  plugins: [lazyPatterns, lazyRequires, compilableChunks],
  transform: { target: 'node20.19' },
  output: {
    dir: 'dist',
    format: 'cjs',
    cleanDir: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    // The names of functions and classes stay, so that a stack trace can be read.
    minify: {
      mangle: { toplevel: false, keepNames: { function: true, class: true } },
      compress: true,
      codegen: { removeWhitespace: true },
    },
    codeSplitting: {
      groups: [
        // `--version` loads no more than this.
        {
          name: 'start',
          test: /[\\/](program-version|cache[\\/]folder|util[\\/]once|files[\\/](built-file|system-errors))\.ts$/,
          priority: 1,
        },
        { name: 'shared', minShareCount: MIN_SHARE_COUNT },
      ],
    },
  },
})

for (const file of ASSETS) copyFileSync(file, `dist/chunks/${basename(file)}`)

// The library is an ES module, too.
writeFileSync('dist/index.js', "export * from './index.cjs'\n")
