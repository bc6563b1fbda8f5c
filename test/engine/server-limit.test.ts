/** The option `limit` of a server. */
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createModels } from '../../src/engine/models.ts'
import { testScope } from '../helpers/scope.ts'
import { spoken, wholeChat } from '../providers/dialects.ts'
import { loopback, sendJson, type Loopback } from '../providers/loopback.ts'

let server: Loopback
beforeAll(async () => void (server = await loopback()))
afterAll(() => server.close())

const modelsWith = (name: string, options: object, maxCalls?: number) => {
  const registry = builtInRegistry()
  const providers = { [name]: { baseUrl: server.origin, ...options } }
  // The server would still hold the copy of a call that has its answer.
  const settings = { cache: false, hedge: 'off', maxCalls, providers }
  const { signal } = new AbortController()
  return createModels(parseSettings(settings, registry), { registry, env: {}, signal, warn: () => undefined })
}

it.each<[string, object, number | undefined, number]>([
  ['mine', { limit: 2 }, undefined, 2],
  ['vllm', { limit: 2 }, undefined, 2],
  ['mine', { limit: 3 }, 2, 3],
  ['mine', {}, 2, 2],
  ['mine', { limit: 150 }, undefined, 150],
  ['mine', {}, 150, 150],
])('%s with %j and maxCalls %s has at most %i calls in flight', async (name, options, maxCalls, expected) => {
  const models = modelsWith(name, options, maxCalls)
  const model = models.get(`${name}:m`)
  let most = 0
  let held: ServerResponse[] = []
  const release = () => {
    for (const response of held) sendJson(response, wholeChat(spoken))
    held = []
  }
  // Answers when as many calls as expected are in flight, and gives others some time to arrive.
  server.reply = (response) => {
    held.push(response)
    most = Math.max(most, held.length)
    if (held.length === expected) setImmediate(() => setImmediate(release))
  }
  // Real HTTP needs real time.
  const scope = { ...testScope(), clock: systemClock }
  const ask = (content: string) => model.generate({ messages: [{ role: 'user', content }] }, scope)
  await Promise.all(Array.from({ length: 4 * expected }, (_, index) => ask(`Say ${index}.`)))
  expect(most).toBe(expected)
  const { signal } = new AbortController()
  expect(models.admission(`${name}:m`, 'auto', signal).concurrency).toBe(8 * expected)
  await models.close()
})
