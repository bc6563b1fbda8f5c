/** The CPU time of a call through the bare SDK, the SDK on our transport, and our whole stack. */
import { noMeter } from '../../src/core/usage.ts'
import { Anthropic } from '@anthropic-ai/sdk'
import { Groq } from 'groq-sdk'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { OpenAI } from 'openai'
import { systemClock } from '../../src/core/clock.ts'
import { raiseListenerLimit, type Scope } from '../../src/core/scope.ts'
import { memoryCache } from '../helpers/memory-cache.ts'
import { createProviderState } from '../../src/middleware/provider-state.ts'
import { RetryBudget } from '../../src/middleware/retry-policy.ts'
import { stack } from '../../src/middleware/stack.ts'
import { anthropic } from '../../src/providers/anthropic.ts'
import { groq } from '../../src/providers/groq.ts'
import { createHttpPool } from '../../src/providers/http/lazy-pool.ts'
import { openai } from '../../src/providers/openai.ts'

export type BenchCall = () => Promise<number>

export interface Rival {
  readonly name: string
  readonly bare: BenchCall
  /** The same SDK on our HTTP transport. */
  readonly transport: BenchCall
  readonly ours: BenchCall
}

const prompt = 'Write a short text about a fox. '.repeat(40)
let count = 0
/** Each call has a different prompt; otherwise the cache would answer. */
const messages = () => [{ role: 'user' as const, content: `${prompt}${count++}` }]
const body = () => ({ model: 'some-model', messages: messages() })

/** Calls resolve to the length of the answer in characters. */
export async function rivals(serverPath: string) {
  const child = fork(serverPath, { execArgv: [] })
  const [port] = (await once(child, 'message')) as [number]
  const origin = `http://127.0.0.1:${port}`
  const pool = createHttpPool({ env: {} })
  const fetch = await pool.fetch()
  const env = {
    OPENAI_API_KEY: 'simulated',
    ANTHROPIC_API_KEY: 'simulated',
    GROQ_API_KEY: 'simulated',
    GROQ_BASE_URL: origin,
  }
  const needs = { env, fetch: pool.fetch }
  const providers = {
    openai: openai.create({ baseUrl: `${origin}/v1` }, { ...needs, name: 'openai' }),
    groq: groq.create({}, { ...needs, name: 'groq' }),
    anthropic: anthropic.create({ baseUrl: origin }, { ...needs, name: 'anthropic' }),
  }
  const scope: Scope = {
    signal: raiseListenerLimit(new AbortController().signal),
    clock: systemClock,
    random: Math.random,
    emit: () => undefined,
    path: [],
    priority: 0,
    meter: noMeter,
  }
  const ours = (name: keyof typeof providers, stream: boolean): BenchCall => {
    const limits = { maxInFlight: 100, startAtMax: true }
    const model = stack(providers[name].model('some-model'), {
      providerState: createProviderState({ name, ...limits }, new RetryBudget()),
      cache: { cache: memoryCache(), refresh: false, run: () => '' },
      timeoutMs: 60_000,
      maxRetries: 5,
    })
    return async () => (await model.generate({ messages: messages(), stream }, scope)).text.length
  }
  const options = { apiKey: 'key', baseURL: `${origin}/v1`, maxRetries: 0 }
  const rival = (name: keyof typeof providers, stream: boolean, call: (own: object) => BenchCall): Rival => ({
    name: `${name} ${stream ? 'streamed' : 'whole'}`,
    bare: call({}),
    transport: call({ fetch }),
    ours: ours(name, stream),
  })
  return {
    rivals: [
      rival('openai', false, (own) => chat(new OpenAI({ ...options, ...own }))),
      rival('openai', true, (own) => chatStream(new OpenAI({ ...options, ...own }))),
      rival('groq', false, (own) => chat(new Groq({ ...options, baseURL: origin, ...own }))),
      rival('groq', true, (own) => chatStream(new Groq({ ...options, baseURL: origin, ...own }))),
      rival('anthropic', true, (own) =>
        anthropicStream(new Anthropic({ ...options, baseURL: origin, ...own })),
      ),
    ],
    close: async () => {
      await pool.close()
      child.disconnect()
    },
  }
}

const chat = (client: OpenAI | Groq) => async () => {
  const { choices } = await (client as OpenAI).chat.completions.create(body())
  return choices[0]?.message.content?.length ?? 0
}

const chatStream = (client: OpenAI | Groq) => async () => {
  let length = 0
  for await (const { choices } of await (client as OpenAI).chat.completions.create({
    ...body(),
    stream: true,
  })) {
    length += choices[0]?.delta.content?.length ?? 0
  }
  return length
}

const anthropicStream = (client: Anthropic) => async () => {
  let length = 0
  for await (const event of await client.messages.create({ ...body(), max_tokens: 1000, stream: true })) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      length += event.delta.text.length
    }
  }
  return length
}

/** CPU milliseconds per call, over `calls` calls with 64 in flight. */
export async function cpuPerCall(call: BenchCall, calls: number): Promise<number> {
  let started = 0
  const work = async () => {
    while (started++ < calls) if ((await call()) < 100) throw new Error('no answer')
  }
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: 64 }, work))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / calls
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
