/** The example of the README's section "Monitoring", exactly as it is printed. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'rolldown/utils'
import { expect, it } from 'vitest'
import { overview } from '../../src/index.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const ROOT = join(import.meta.dirname, '../..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const [, example = ''] = /<!-- monitoring -->\s*```ts\n([\s\S]*?)```/.exec(readme) ?? []

it('the example sends the figures of each call and of the whole', () => {
  mkdirSync(folder.path('node_modules'))
  symlinkSync(ROOT, folder.path('node_modules/sifaka-cli'), 'junction')
  const program = folder.write('example.mjs', transformSync('example.ts', example).code)
  const stdout = execFileSync(process.execPath, [program], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      XDG_DATA_HOME: folder.path('data'),
      XDG_CACHE_HOME: folder.path('cache'),
    },
  })
  const metrics = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number>)
  const whole = metrics.at(-1)
  const calls = metrics.slice(0, -1)
  expect(whole).toMatchObject({ iterations: expect.any(Number) as number, success: true })
  expect(calls).toHaveLength(whole?.['modelCalls'] ?? -1)
  expect(calls.reduce((sum, { tokens = 0 }) => sum + tokens, 0)).toBe(whole?.['tokens'])
  expect(whole?.['totalSeconds']).toBeGreaterThan((whole?.['processingMs'] ?? 0) / 1000 - 0.001)
})

it('the example reads only keys that an overview has', () => {
  const keys = [...example.matchAll(/figures\.(\w+)/g)].map(([, key = '']) => key)
  const thought = {
    id: 't',
    prompt: { id: 'p', index: 0, text: 'Write.' },
    text: '',
    outcome: 'failed',
    stopReason: 'error',
    maxIterations: 1,
    iterations: [],
    bestIteration: null,
    usage: { calls: 0, inputTokens: 0, outputTokens: 0 },
    startedAt: '',
    error: null,
    durationMs: 0,
  } as unknown as Parameters<typeof overview>[0]
  expect(keys).toHaveLength(5)
  expect(Object.keys(overview(thought))).toEqual(expect.arrayContaining(keys))
})
