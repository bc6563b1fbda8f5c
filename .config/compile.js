/** Runs the built program, and writes the code that V8 compiled for it (see compiled-code.ts). */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'

mkdirSync(`dist/compiled/${process.version}-${process.arch}`, { recursive: true })
const { writeCompiled, main } = createRequire(import.meta.url)('../dist/cli/main.cjs')
// The program would change flags of V8 (see tune-for-long-runs.ts), which takes compiled code only under the same flags.
PerformanceObserver.prototype.observe = () => {}

const folder = mkdtempSync(join(tmpdir(), 'sifaka-compile-'))
const prompts = join(folder, 'prompts.txt')
writeFileSync(prompts, 'Write about tea\nWrite about coffee\n')

const server = createServer((_, response) => {
  const message = { role: 'assistant', content: 'Tea is good.' }
  const choices = [{ index: 0, finish_reason: 'stop', message }]
  const completion = { id: '1', object: 'chat.completion', created: 1, model: 'writer', choices }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))
})
await once(server.listen(0, '127.0.0.1'), 'listening')
process.env.XDG_CACHE_HOME = process.env.XDG_DATA_HOME = folder
process.env.OPENAI_API_KEY = 'any-text'
process.env.OPENAI_BASE_URL = `http://127.0.0.1:${server.address().port}/v1`

const output = (name) => ['-q', '-o', join(folder, name)]
const critic = ['--critic', 'reflexion=sim:critic']
for (const argv of [
  ['batch', prompts, ...output('results.jsonl'), '--model', 'openai:writer', ...critic],
  ['improve', 'Write about tea', ...output('text.txt'), '--model', 'sim:writer', ...critic],
  ['validate', prompts, '-q', '--max-words', '20'],
]) {
  await main(argv)
  if (process.exitCode) throw new Error(`sifaka ${argv.join(' ')} failed`)
}
writeCompiled()
server.close()
rmSync(folder, { recursive: true })
