import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: 'node_modules/.cache/sifaka/tests.json' },
    testTimeout: 30_000,
    // No test may depend on the keys or the settings of whoever runs it.
    env: {
      OPENAI_API_KEY: '',
      ANTHROPIC_API_KEY: '',
      GROQ_API_KEY: '',
      OPENAI_BASE_URL: '',
      ANTHROPIC_BASE_URL: '',
      GROQ_BASE_URL: '',
      OLLAMA_HOST: '',
    },
  },
})
