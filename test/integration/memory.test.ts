/** How the built program tunes V8. */
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

/** Writes to stderr, at the end of the process, the MB that V8 has reserved for new objects. */
const reporter = folder.write(
  'reporter.mjs',
  `import { getHeapSpaceStatistics } from 'node:v8'
  process.on('exit', () => {
    const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    console.error('reserved for new objects:', Math.round(space_size / 2 ** 20))
  })`,
)

it('keeps the memory that V8 reserves for new objects at half of what it may reserve, in a long batch', async () => {
  const lines = Array.from({ length: 1500 }, (_, index) => `Write 20 words about topic ${index + 1}.\n`)
  const input = folder.write('prompts.txt', lines.join(''))
  const args = ['batch', input, '-m', 'sim:writer', '--no-critics', '--concurrency', '64', '-q']
  const run = await sifaka([...args, '-o', folder.path('results.jsonl')], {
    env: { NODE_OPTIONS: `--import ${reporter}` },
  })
  expect(run.code, run.stderr).toBe(0)
  const [, reservedMb] = /reserved for new objects: (\d+)/.exec(run.stderr) ?? []
  expect(Number(reservedMb)).toBeGreaterThan(0)
  expect(Number(reservedMb)).toBeLessThan(20)
}, 60_000)
