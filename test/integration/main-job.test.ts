/** A typical job: 400 to 600 words, required terms, reflexion and constitutional. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SettingsInput } from '../../src/config/schema.ts'
import { readSimProfile } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { prompt } from '../helpers/scripted.ts'
import { simulateBatch } from '../helpers/simulate-batch.ts'

const folder = temporaryFolder()

const job = {
  validators: ['length:min=400,max=600', 'content:required=solar|wind'],
  critics: ['reflexion', 'constitutional'],
} satisfies SettingsInput

let server: SimServer
beforeAll(async () => void (server = await startSimServer({ port: 0, profile: readSimProfile() })))
afterAll(() => server.close())

/** What each SDK needs to find the server. */
const environments = () => ({
  openai: { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `${server.url}/v1`, SIFAKA_HEDGE: 'off' },
  anthropic: { ANTHROPIC_API_KEY: 'sk-ant-simulated', ANTHROPIC_BASE_URL: server.url },
  groq: { GROQ_API_KEY: 'gsk_simulated', GROQ_BASE_URL: server.url },
  mine: { MY_KEY: 'simulated' },
})

/** A server of the user's own, by a name of the user's own. */
const named = ({ url }: SimServer) => ({ providers: { mine: { baseUrl: `${url}/v1`, apiKeyEnv: 'MY_KEY' } } })

describe.each(['openai', 'anthropic', 'groq', 'mine'] as const)('over HTTP through %s', (provider) => {
  it.each([[[]], [['--stream']]])('the job converges %j', async (flags) => {
    const config = folder.write('job.json', {
      ...job,
      ...named(server),
      model: `${provider}:writer`,
      maxIterations: 8,
    })
    const args = ['batch', '-', '-c', config, '-q', ...flags]
    const input = Array.from(
      { length: 10 },
      (_, index) => `Write about renewable energy benefits, part ${index}\n`,
    )
    const { code, records, stderr } = await sifaka(args, {
      input: input.join(''),
      env: environments()[provider],
    })
    expect(stderr.replace(/.*part \d.*/g, '')).not.toContain('Error')
    expect(code).toBe(0)
    for (const { outcome, text, validations, critiques, usage } of records()) {
      expect(outcome).toBe('accepted')
      expect(String(text)).toMatch(/solar[\s\S]*wind|wind[\s\S]*solar/)
      const words = String(text).match(/\S+/g)?.length
      expect(words).toBeGreaterThanOrEqual(400)
      expect(words).toBeLessThanOrEqual(600)
      expect(validations).toMatchObject([
        { validator: 'length', passed: true, measured: words },
        { passed: true },
      ])
      expect(critiques).toMatchObject([{ critic: 'reflexion' }, { critic: 'constitutional' }])
      expect(usage).toMatchObject({ inputTokens: expect.any(Number) as number })
    }
  })

  it('counts what the provider counts', async () => {
    const own = await startSimServer({ port: 0, profile: readSimProfile() })
    const env = Object.fromEntries(
      Object.entries(environments()[provider]).map(([name, value]) => [
        name,
        value.replace(server.url, own.url),
      ]),
    )
    const config = folder.write('count.json', { ...job, ...named(own), model: `${provider}:writer` })
    const { records } = await sifaka(['batch', '-', '-c', config, '-q'], { input: 'a\nb\nc\n', env })
    const usages = records().map(
      ({ usage }) => usage as { calls: number; inputTokens: number; outputTokens: number },
    )
    const { answers, inputTokens, outputTokens, requests } = own.ledger()
    const sum = (key: keyof (typeof usages)[number]) => usages.reduce((total, usage) => total + usage[key], 0)
    expect([sum('calls'), sum('inputTokens'), sum('outputTokens')]).toEqual([
      answers,
      inputTokens,
      outputTokens,
    ])
    expect(requests).toBe(answers)
    await own.close()
  })
})

it('an unknown model is named, with what to do, and exit code 2', async () => {
  const { code, stderr } = await sifaka(['improve', 'Hi', '-m', 'openai:unknown-model', '--no-critics'], {
    env: environments().openai,
  })
  expect(stderr).toContain('openai unknown-model: 404 no such model')
  expect(code).toBe(2)
})

describe('in virtual time', () => {
  const seconds = (firstTokenMs: number) => ({ firstTokenMs })
  const guide = {
    ...job,
    seed: 1,
    model: 'sim:writer',
    critics: ['reflexion=sim:fast', 'constitutional=sim:slow'],
    providers: {
      sim: { modelLatency: { writer: seconds(3200), fast: seconds(1200), slow: seconds(1500) } },
    },
  } satisfies SettingsInput

  it('an iteration takes 4.7 s: writer 3.2 s, then critics of 1.2 and 1.5 s at once', async () => {
    const { thoughts } = await simulateBatch(guide, [prompt('Write about renewable energy benefits')])
    for (const { durationMs } of thoughts[0]?.iterations.slice(0, -1) ?? []) expect(durationMs).toBe(4700)
    expect(thoughts[0]?.iterations.length).toBeGreaterThan(0)
  })

  it('a batch of 10 at concurrency 10 takes as long as its slowest prompt, not the sum', async () => {
    const prompts = Array.from({ length: 10 }, (_, index) =>
      prompt(`Write about topic ${index}`, { id: `p${index}` }),
    )
    const { thoughts, wallMs } = await simulateBatch(guide, prompts)
    const durations = thoughts.map(({ durationMs }) => durationMs)
    expect(wallMs).toBe(Math.max(...durations))
    expect(durations.reduce((sum, each) => sum + each, 0) / wallMs).toBeGreaterThan(5)
  })

  it('the same seed gives the same thoughts', async () => {
    const prompts = Array.from({ length: 5 }, (_, index) =>
      prompt(`Write about topic ${index}`, { id: `p${index}` }),
    )
    expect(await simulateBatch(guide, prompts)).toEqual(await simulateBatch(guide, prompts))
  })
})

/** Real prompts; they are not part of this repository. */
const IFEVAL = join(import.meta.dirname, '../../../shared/ifeval/dev.jsonl')

describe.skipIf(!existsSync(IFEVAL))('270 real prompts (skipped where ../shared/ifeval is absent)', () => {
  it('run as one batch: one record each, in order, and an exit code true to them', async () => {
    const args = ['batch', IFEVAL, '--id-field', 'key', '-m', 'sim:writer', '-j', '20', '-q']
    const { code, records } = await sifaka(args)
    const rows = readFileSync(IFEVAL, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: number; prompt: string })
    expect(records()).toHaveLength(270)
    expect(records().map(({ id, index, prompt }) => ({ id, index, prompt }))).toEqual(
      rows.map(({ key, prompt }, index) => ({ id: String(key), index, prompt })),
    )
    expect(records()[0]).toHaveProperty('meta.instructions')
    expect(code).toBe(records().every(({ passed }) => passed) ? 0 : 1)
  })
})
