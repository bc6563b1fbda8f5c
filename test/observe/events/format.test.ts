import { expect, it } from 'vitest'
import { ProviderError } from '../../../src/core/errors.ts'
import type { SifakaEvent } from '../../../src/core/events.ts'
import { improve } from '../../../src/core/improve.ts'
import { emitEvent, span } from '../../../src/core/scope.ts'
import { toMachineEvent } from '../../../src/observe/events/format.ts'
import { testScope } from '../../helpers/scope.ts'
import {
  answer,
  critique,
  policy,
  prompt,
  scriptedCritic,
  scriptedModel,
  scriptedValidator,
  validation,
} from '../../helpers/scripted.ts'
import { thoughtOf } from '../sample-events.ts'

const epoch = { startedAtMs: Date.UTC(2026, 0, 1), startedMs: 5000 }
const USER_TEXT = 'do not publish this'

const at = { path: [{ kind: 'thought', name: 'p1' }], atMs: 6000.12345 } as const
const usage = answer().usage

it.each<[SifakaEvent, object | undefined]>([
  [
    { type: 'thought-start', name: 'p1', ...at },
    {
      type: 'thought-start',
      at: '2026-01-01T00:00:01.000Z',
      atMs: 1000.123,
      path: ['thought:p1'],
      name: 'p1',
      id: 'p1',
    },
  ],
  [
    {
      type: 'thought-end',
      name: 'p1',
      ...at,
      durationMs: 900,
      value: {
        ...thoughtOf('p1', {
          outcome: 'failed',
          stopReason: 'error',
          error: { code: 'server', message: '503' },
        }),
        durationMs: 900,
      },
    },
    {
      id: 'p1',
      thoughtId: 't-p1',
      outcome: 'failed',
      stopReason: 'error',
      iterations: 0,
      bestIteration: null,
      durationMs: 900,
      usage: { calls: 0 },
      error: { code: 'server', message: '503' },
    },
  ],
  [
    {
      type: 'call-end',
      name: 'm',
      ...at,
      durationMs: 20,
      value: { ...answer({ requestId: 'r1', processingMs: 7 }), durationMs: 20 },
    },
    { model: 'test-1', finishReason: 'stop', cached: false, usage, requestId: 'r1', processingMs: 7 },
  ],
  [
    {
      type: 'validation-end',
      name: 'length',
      ...at,
      durationMs: 1,
      value: { ...validation({ measured: 390, passed: false, score: 0.9 }), durationMs: 1 },
    },
    { name: 'length', passed: false, score: 0.9, measured: 390, severity: 'error', usage: null },
  ],
  [
    {
      type: 'validation-end',
      name: 'starts-with',
      ...at,
      durationMs: 1,
      value: { ...validation({ measured: USER_TEXT }), durationMs: 1 },
    },
    { measured: null },
  ],
  [
    {
      type: 'critique-end',
      name: 'reflexion',
      ...at,
      durationMs: 1,
      value: { ...critique({ needsImprovement: true, suggestions: ['a', 'b'] }), durationMs: 1 },
    },
    { name: 'reflexion', needsImprovement: true, suggestions: 2 },
  ],
  [
    {
      type: 'call-error',
      name: 'm',
      ...at,
      durationMs: 3,
      error: new ProviderError('throttle', 'slow down'),
    },
    { name: 'm', durationMs: 3, error: { code: 'throttle', message: 'slow down' } },
  ],
  [
    { type: 'wait-error', name: 'slot', ...at, durationMs: 3, error: 'stopped' },
    { name: 'slot', error: { code: 'error', message: 'stopped' } },
  ],
  [
    { type: 'call-retry', ...at, attempt: 2, delayMs: 250, kind: 'server', reason: '503' },
    { attempt: 2, delayMs: 250, kind: 'server', reason: '503' },
  ],
  [
    { type: 'call-cached', ...at, shared: true, earlier: false },
    { shared: true, earlier: false },
  ],
  [{ type: 'call-hedged', ...at, afterMs: 12 }, { afterMs: 12 }],
  [
    { type: 'draft-cut', ...at, validator: 'length', message: USER_TEXT, savedTokens: 9 },
    { validator: 'length', savedTokens: 9 },
  ],
  [{ type: 'text-delta', ...at, text: USER_TEXT }, undefined],
])('formats $0.type', (event, expected) => {
  const machineEvent = toMachineEvent(event, epoch)
  if (expected === undefined) expect(machineEvent).toBeUndefined()
  else expect(machineEvent).toMatchObject({ type: event.type, path: ['thought:p1'], ...expected })
  expect(JSON.stringify(machineEvent ?? null)).not.toContain(USER_TEXT)
})

it('contains no text of a prompt, a draft or a critique', async () => {
  const scope = testScope()
  const writer = scriptedModel([USER_TEXT])
  const generator = {
    ...writer,
    generate: (...[request, outer]: Parameters<typeof writer.generate>) =>
      span(outer, 'call', 'm', async (inner) => {
        emitEvent(inner, 'text-delta', { text: USER_TEXT })
        return writer.generate(request, inner)
      }),
  }
  const opinion = critique({ needsImprovement: true, feedback: USER_TEXT, suggestions: [USER_TEXT] })
  const crew = {
    generator,
    validators: [
      scriptedValidator('v', () => false),
      {
        ...scriptedValidator('w', () => true),
        validate: () => validation({ message: USER_TEXT, bound: USER_TEXT }),
      },
    ],
    critics: [{ ...scriptedCritic('c', [false]), critique: async () => opinion }],
  }
  const asked = prompt(USER_TEXT, { id: 'p1', system: USER_TEXT, meta: { note: USER_TEXT } })
  await improve(asked, crew, policy(), scope)
  const machineEvents = scope.events.flatMap(
    (event) => toMachineEvent(event, { startedAtMs: 0, startedMs: 0 }) ?? [],
  )
  expect(machineEvents.length).toBe(scope.events.filter(({ type }) => type !== 'text-delta').length)
  expect(JSON.stringify(scope.events)).toContain(USER_TEXT)
  expect(JSON.stringify(machineEvents)).not.toContain(USER_TEXT)
  expect(machineEvents.find(({ type }) => type === 'iteration-end')).toMatchObject({
    name: '1',
    passed: 1,
    validations: 2,
    objections: 1,
    critiques: 1,
    failures: 0,
  })
})
