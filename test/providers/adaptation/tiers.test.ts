/** The effort and the service tier are sent in each API's own form. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anthropic } from '../../../src/providers/anthropic.ts'
import { openai } from '../../../src/providers/openai.ts'
import { testScope } from '../../helpers/scope.ts'
import { hello } from '../asking.ts'
import { spoken } from '../dialects.ts'
import { sendEvents, sendJson, type Loopback } from '../loopback.ts'
import { chatAnswer, claudeEvents, modelOf, openBench } from './bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
let server: Loopback
beforeEach(async () => {
  bench = await openBench()
  server = bench.server
})
afterEach(() => bench.close())

describe('the effort', () => {
  it.each([
    ['none', { reasoning_effort: 'none' }],
    ['minimal', { reasoning_effort: 'minimal' }],
    ['high', { reasoning_effort: 'high' }],
  ] as const)('%s is sent to chat APIs in their words', async (effort, sent) => {
    server.reply = (response) => sendJson(response, chatAnswer())
    await bench
      .createServer()
      .model('m')
      .generate({ ...hello, effort }, testScope())
    expect(bench.bodies()[0]).toMatchObject(sent)
  })

  it.each([
    ['none', { thinking: { type: 'disabled' } }],
    ['minimal', { output_config: { effort: 'low' } }],
    ['medium', { output_config: { effort: 'medium' } }],
  ] as const)("%s is sent to Anthropic in the API's words", async (effort, sent) => {
    server.reply = (response) => sendEvents(response, claudeEvents(spoken))
    await anthropic
      .create({ baseUrl: server.origin }, bench.needs)
      .model('m')
      .generate({ ...hello, effort }, testScope())
    expect(bench.bodies()[0]).toMatchObject(sent)
  })
})

describe('the tier flex', () => {
  it.each([
    [429, { code: 'resource_unavailable', message: 'Resource unavailable' }],
    [498, { type: 'capacity_exceeded', message: 'Flex tier capacity exceeded' }],
  ])('steps back to the standard tier for a while when it has no capacity (%i)', async (status, error) => {
    server.reply = (response, { body }) =>
      body['service_tier'] === 'flex'
        ? sendJson(response, { error }, { status })
        : sendJson(response, chatAnswer({}, { service_tier: 'default' }))
    const model = modelOf(bench.createServer())
    const scope = testScope()
    const answer = await model.generate({ ...hello, serviceTier: 'flex' }, scope)
    expect(answer).not.toHaveProperty('dropped')
    await model.generate({ ...hello, serviceTier: 'flex' }, scope)
    expect(bench.bodies().map((body) => body['service_tier'])).toEqual(['flex', undefined, undefined])
    await scope.clock.sleep(61_000, scope.signal)
    await model.generate({ ...hello, serviceTier: 'flex' }, scope)
    expect(bench.bodies()[3]).toMatchObject({ service_tier: 'flex' })
  })

  it.each([
    ['flex', 0.5],
    ['priority', 2],
    ['default', 1],
  ])('is paid by the tier that answered: %s', async (service_tier, factor) => {
    const usage = { prompt_tokens: 1_000_000, completion_tokens: 0 }
    server.reply = (response) =>
      sendJson(response, { ...chatAnswer(), usage, service_tier, model: 'gpt-5.1' })
    const provider = openai.create({ baseUrl: server.origin }, { ...bench.needs, name: 'openai' })
    const answer = await provider.model('gpt-5.1').generate({ ...hello, serviceTier: 'flex' }, testScope())
    expect(answer.usage.costUsd).toBeCloseTo(1.25 * factor, 6)
  })
})
