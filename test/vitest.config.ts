import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests store thoughts and cache answers in folders of their own, not in those of the user who runs them. */
const DATA = mkdtempSync(join(tmpdir(), 'sifaka-data-'))
process.on('exit', () => rmSync(DATA, { recursive: true, force: true }))

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // Elsewhere, these tests are skipped visibly; under CI no test is.
    exclude:
      process.env['CI'] && !process.env['VALE_STYLES'] ? ['test/validators/vale/public-styles.test.ts'] : [],
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: 'node_modules/.cache/sifaka/tests.json' },
    // These end only tests that hang: on a busy machine, a test takes many times as long as on an idle one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // By default one core is left idle, which on two cores doubles the time.
    maxWorkers: availableParallelism(),
    // No test may depend on the keys or the settings of the user who runs it.
    env: {
      OPENAI_API_KEY: '',
      ANTHROPIC_API_KEY: '',
      GROQ_API_KEY: '',
      OPENAI_BASE_URL: '',
      ANTHROPIC_BASE_URL: '',
      GROQ_BASE_URL: '',
      OLLAMA_HOST: '',
      XDG_DATA_HOME: join(DATA, 'data'),
      XDG_CACHE_HOME: join(DATA, 'cache'),
    },
  },
})
