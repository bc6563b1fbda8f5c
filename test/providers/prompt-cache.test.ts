/** The common prefix of requests, and how a provider is asked to cache it. */
import { askAboutDraft } from '../../src/critics/ask.ts'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeMessages } from '../../src/core/feedback.ts'
import type { ModelRequest } from '../../src/core/ports.ts'
import type { Message } from '../../src/core/types.ts'
import { getByName } from '../../src/util/lookup.ts'
import { critics } from '../../src/critics/index.ts'
import { anthropic } from '../../src/providers/anthropic.ts'
import { compatible } from '../../src/providers/compatible.ts'
import { createHttpPool } from '../../src/providers/http/lazy-pool.ts'
import { mergeTurns } from '../../src/providers/api/turns.ts'
import { answer, policy, prompt, scriptedModel, validation } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'
import { dialects, KEY, schema, spoken } from './dialects.ts'
import { loopback, sendEvents, sendJson, type Loopback } from './loopback.ts'

const json = { ...spoken, text: '{}' }
const pool = createHttpPool({ env: {} })
let server: Loopback
beforeEach(async () => {
  server = await loopback()
  server.reply = (response, { body }) => {
    const dialect = dialects.find(
      ({ name }) => name === (body['max_tokens'] === undefined ? 'openai' : 'anthropic'),
    )
    if (body['stream'] === true) sendEvents(response, dialect?.events(json) ?? [])
    else sendJson(response, dialect?.whole?.(json))
  }
})
afterEach(() => server.close())
afterAll(() => pool.close())

const needs = { name: 'mine', fetch: pool.fetch, env: { ANTHROPIC_API_KEY: KEY } }
const words = (tokens: number): string => 'word'.repeat(tokens)
const user = (content: string): Message => ({ role: 'user', content })
const system = (content: string): Message => ({ role: 'system', content })
const CACHED = { cache_control: { type: 'ephemeral' } }
const block = (text: string, more: object = {}) => ({ type: 'text', text, ...more })

/** The body that Anthropic receives. */
async function sent(
  request: ModelRequest,
  model = 'claude-sonnet-4',
  options: { promptCache?: boolean } = {},
) {
  const provider = anthropic.create({ baseUrl: server.origin, ...options }, needs)
  await provider.model(model).generate(request, testScope())
  return server.received.at(-1)?.body ?? {}
}
const marks = (body: object): number => JSON.stringify(body).split('"cache_control"').length - 1

describe('Anthropic is asked to cache', () => {
  const revision: readonly Message[] = [
    system('Be kind.'),
    user(words(1100)),
    { role: 'assistant', content: words(2000) },
    user(words(2000)),
  ]

  it('a long task, with which every iteration begins, and nothing that changes', async () => {
    const first = await sent({ messages: revision.slice(0, 2) })
    const next = await sent({ messages: revision })
    expect(first).toMatchObject({
      system: 'Be kind.',
      messages: [{ role: 'user', content: [block(words(1100), CACHED)] }],
    })
    expect(next['messages']).toEqual([
      { role: 'user', content: [block(words(1100), CACHED)] },
      { role: 'assistant', content: words(2000) },
      { role: 'user', content: words(2000) },
    ])
    expect(marks(next)).toBe(1)
  })

  it('a long system prompt, with which every prompt of a run begins', async () => {
    const body = await sent({ messages: [system(words(1024)), user('Hi.')] })
    expect(body['system']).toEqual([block(words(1024), CACHED)])
    expect(marks(body)).toBe(2)
  })

  it('a task that is long together with its schema and system prompt', async () => {
    const long = { ...schema, schema: { ...schema.schema, description: words(600) } }
    const body = await sent({ messages: [system(words(200)), user(words(300))], schema: long })
    expect(body['system']).toBe(words(200))
    expect(marks(body)).toBe(1)
  })

  it.each([
    ['claude-sonnet-4-5', 1023, 0],
    ['claude-sonnet-4-5', 1024, 1],
    ['claude-3-5-haiku-latest', 1024, 0],
    ['claude-3-5-haiku-latest', 2047, 0],
    ['claude-3-5-haiku-latest', 2048, 1],
  ])('for %s with %i tokens, %i parts', async (model, tokens, expected) => {
    expect(marks(await sent({ messages: [user(words(tokens))] }, model))).toBe(expected)
  })

  it('nothing if the settings disable it', async () => {
    const body = await sent({ messages: revision }, 'claude-sonnet-4', { promptCache: false })
    expect(marks(body)).toBe(0)
    expect(body['system']).toBe('Be kind.')
  })

  it('no unpaired surrogates', async () => {
    const body = await sent({ messages: [user(`${words(2048)}\ud83e`), user('\ud83e.')] })
    expect(body['messages']).toEqual([
      { role: 'user', content: [block(`${words(2048)}\ufffd`, CACHED), block('\ufffd.')] },
    ])
  })
})

/** The critics that ask one question about a draft. */
const reviewers = ['reflexion', 'constitutional', 'self-refine'].map((name) =>
  getByName(critics, name, (hint) => new Error(hint)),
)

/** The requests of these critics for drafts of one task. */
async function reviews(texts: readonly string[]): Promise<ModelRequest[]> {
  const model = scriptedModel(Array.from({ length: 2 * texts.length * reviewers.length }, () => '{}'))
  const requests: ModelRequest[] = []
  for (const text of texts) {
    for (const each of reviewers) {
      const critic = await each.create(each.options.parse({}), {
        critic: () => model,
        generator: model,
        ask: askAboutDraft,
      })
      const draft = { prompt: prompt(words(50)), text }
      const first = model.requests.length
      await critic.critique(draft, { history: [], sample: 0 }, testScope()).catch(() => undefined)
      // Without the request that repairs the answer.
      requests.push(...model.requests.slice(first, first + 1))
    }
  }
  return requests
}

const commonPrefix = (texts: readonly string[]): string => {
  const [first = '', ...others] = texts
  let length = 0
  while (length < first.length && others.every((other) => other[length] === first[length])) length++
  return first.slice(0, length)
}

describe('requests have a common prefix', () => {
  it.each(['json_schema', 'json_object', 'none'] as const)(
    'for the critics of one draft, up to their rubrics, with structured %s',
    async (structured) => {
      const provider = compatible.create({ baseUrl: server.origin, structured }, needs)
      for (const request of await reviews(['A draft of some length.'])) {
        await provider.model('m').generate(request, testScope())
      }
      const bodies = server.received.map(({ body }) => JSON.stringify(body['messages']))
      expect(bodies).toHaveLength(reviewers.length)
      expect(commonPrefix(bodies)).toContain('A draft of some length.\\n</draft-')
      expect(commonPrefix(bodies)).toContain('Review the text as follows.')
    },
  )

  it('for the drafts of one task, up to the draft', async () => {
    const requests = await reviews(['One draft.', 'Another draft.'])
    const sent = requests.map(({ messages }) => JSON.stringify(mergeTurns(messages)))
    expect(commonPrefix(sent)).toContain(`${words(50)}\\n</task-`)
  })

  it("for a critic's drafts at Anthropic, up to the mark", async () => {
    const model = 'claude-sonnet-4'
    const long = async (text: string) => {
      const [request] = await reviews([text])
      const messages = (request?.messages ?? []).map((message, index) =>
        index === 1 ? user(message.content + words(1024)) : message,
      )
      return sent({ ...request, messages }, model)
    }
    const bodies = [await long('One draft.'), await long('Another draft.')].map(
      ({ tools, system, messages }) => JSON.stringify([tools, system, messages]),
    )
    const [first = ''] = bodies
    expect(bodies.map((body) => body.split('"cache_control"').length - 1)).toEqual([1, 1])
    expect(commonPrefix(bodies).length).toBeGreaterThan(first.indexOf('cache_control'))
  })

  it("for a writer's iterations, up to the first draft", () => {
    const iteration = (index: number, text: string) => ({
      index,
      durationMs: 0,
      generation: { ...answer({ text }), messages: [], durationMs: 0 },
      validations: [{ ...validation({ passed: false }), durationMs: 0 }],
      critiques: [],
      failures: [],
    })
    const task = prompt('Write.', { system: 'Be kind.' })
    const histories = [[], [iteration(1, 'One.')], [iteration(1, 'One.'), iteration(2, 'Two.')]]
    const requests = histories.map((history) => composeMessages(task, [], history, policy()))
    for (const request of requests) expect(request.slice(0, 2)).toEqual(requests[0])
  })
})

describe('merged turns', () => {
  it.each<[string, readonly Message[], readonly Message[]]>([
    ['nothing', [], []],
    ['one', [user('a')], [user('a')]],
    ['adjacent messages of one role', [user('a'), user('b')], [user('a\n\nb')]],
    ['system prompts', [system('a'), system('b'), user('c')], [system('a\n\nb'), user('c')]],
    [
      'alternating roles',
      [user('a'), { role: 'assistant', content: 'b' }, user('c')],
      [user('a'), { role: 'assistant', content: 'b' }, user('c')],
    ],
  ])('of %s', (_, messages, expected) => {
    expect(mergeTurns(messages)).toEqual(expected)
  })
})
