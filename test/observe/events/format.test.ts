import { expect, it } from 'vitest'
import { ProviderError } from '../../../src/core/errors.ts'
import type { SifakaEvent } from '../../../src/core/events.ts'
import { improve } from '../../../src/core/improve.ts'
import { note, span } from '../../../src/core/scope.ts'
import { machineEvent } from '../../../src/observe/events/format.ts'
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
import { thoughtOf } from '../timing/happenings.ts'

const epoch = { startedAtMs: Date.UTC(2026, 0, 1), startedMs: 5000 }
const SECRETIVE = 'do not tell this'

const of = (event: SifakaEvent) => machineEvent(event, epoch)
const at = { path: ['thought:p1'], atMs: 6000.12345 }
const usage = answer().usage

it.each<[SifakaEvent, object | undefined]>([
  [
    { type: 'thought-start', name: 'p1', ...at },
    {
      type: 'thought-start',
      at: '2026-01-01T00:00:01.000Z',
      atMs: 1000.123,
      path: at.path,
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
      value: { ...validation({ measured: SECRETIVE }), durationMs: 1 },
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
  [{ type: 'call-cached', ...at, shared: true }, { shared: true }],
  [{ type: 'call-hedged', ...at, afterMs: 12 }, { afterMs: 12 }],
  [
    { type: 'draft-cut', ...at, validator: 'length', message: SECRETIVE, savedTokens: 9 },
    { validator: 'length', savedTokens: 9 },
  ],
  [{ type: 'text-delta', ...at, text: SECRETIVE }, undefined],
])('$0.type is told by its figures', (event, expected) => {
  const told = of(event)
  if (expected === undefined) expect(told).toBeUndefined()
  else expect(told).toMatchObject({ type: event.type, path: at.path, ...expected })
  expect(JSON.stringify(told ?? null)).not.toContain(SECRETIVE)
})

it('no text of a prompt, a draft or an opinion is told', async () => {
  const scope = testScope()
  const writer = scriptedModel([SECRETIVE])
  const generator = {
    ...writer,
    generate: (...[request, outer]: Parameters<typeof writer.generate>) =>
      span(outer, 'call', 'm', async (inner) => {
        note(inner, 'text-delta', { text: SECRETIVE })
        return writer.generate(request, inner)
      }),
  }
  const opinion = critique({ needsImprovement: true, feedback: SECRETIVE, suggestions: [SECRETIVE] })
  const crew = {
    generator,
    validators: [
      scriptedValidator('v', () => false),
      {
        ...scriptedValidator('w', () => true),
        validate: () => validation({ message: SECRETIVE, bound: SECRETIVE }),
      },
    ],
    critics: [{ ...scriptedCritic('c', [false]), critique: async () => opinion }],
  }
  const asked = prompt(SECRETIVE, { id: 'p1', system: SECRETIVE, meta: { note: SECRETIVE } })
  await improve(asked, crew, policy(), scope)
  const told = scope.events.flatMap((event) => machineEvent(event, { startedAtMs: 0, startedMs: 0 }) ?? [])
  expect(told.length).toBe(scope.events.filter(({ type }) => type !== 'text-delta').length)
  expect(JSON.stringify(scope.events)).toContain(SECRETIVE)
  expect(JSON.stringify(told)).not.toContain(SECRETIVE)
  expect(told.find(({ type }) => type === 'iteration-end')).toMatchObject({
    name: '1',
    passed: 1,
    validations: 2,
    objections: 1,
    critiques: 1,
    failures: 0,
  })
})
