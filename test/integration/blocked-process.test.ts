/** A process that stands still, as on a laptop that sleeps or a machine without free processor time. */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const PROMPTS = 60

const folder = temporaryFolder()
let server: SimServer
beforeAll(async () => {
  const latency = { firstTokenMs: 300 }
  server = await startSimServer({ port: 0, profile: simProfileSchema.parse({ latency, draftWords: 20 }) })
})
afterAll(() => server.close())

async function blockForAWhile(child: ChildProcess): Promise<void> {
  while (server.ledger().answers < 5) await delay(50)
  child.kill('SIGSTOP')
  await delay(3000)
  child.kill('SIGCONT')
}

it('a batch whose event loop is blocked for longer than the timeout of its calls finishes each prompt once', async () => {
  const texts = Array.from({ length: PROMPTS }, (_, index) => `Write about topic ${index}\n`).join('')
  const job = ['-m', 'openai:writer', '-j', '4', '--timeout', '2s', '--no-critics', '--no-cache', '-q']
  const { code, records } = await sifaka(['batch', folder.write('prompts.txt', texts), ...job], {
    env: { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `${server.url}/v1`, SIFAKA_HEDGE: 'off' },
    started: (child) => void blockForAWhile(child),
  })
  const results = records()
  expect(code).toBe(0)
  expect(results.map(({ index }) => index)).toEqual(Array.from({ length: PROMPTS }, (_, index) => index))
  expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true)
  // Only calls in flight can have timed out.
  expect(server.ledger().answers).toBeLessThanOrEqual(PROMPTS + 4)
}, 60_000)
