/** Single events of a call to `openai:gpt-4o` for the first draft of a prompt. */
import type { PathSegment, SifakaEvent, WaitReason } from '../../src/core/events.ts'
import type { Outcome, Thought } from '../../src/core/types.ts'
import { noUsage } from '../../src/core/usage.ts'
import { answer, prompt } from '../helpers/scripted.ts'

const MODEL = 'openai:gpt-4o'
const thoughtPath = (id: string): PathSegment[] => [{ kind: 'thought', name: id }]
export const callPath = (id: string): PathSegment[] => [
  ...thoughtPath(id),
  { kind: 'iteration', name: '1' },
  { kind: 'generation', name: MODEL },
  { kind: 'call', name: MODEL },
]

export const thoughtOf = (id: string, more: Partial<Thought> = {}): Thought => ({
  id: `t-${id}`,
  prompt: prompt('Write.', { id }),
  text: 'text',
  outcome: 'accepted',
  stopReason: 'accepted',
  maxIterations: 3,
  iterations: [],
  bestIteration: null,
  usage: noUsage,
  startedAt: '2026-01-01T00:00:00.000Z',
  error: null,
  ...more,
})

export const thoughtStart = (id: string, atMs: number): SifakaEvent => ({
  type: 'thought-start',
  name: id,
  path: thoughtPath(id),
  atMs,
})

export const callStart = (id: string, atMs: number): SifakaEvent => ({
  type: 'call-start',
  name: MODEL,
  path: callPath(id),
  atMs,
})

export const thoughtEnd = (
  id: string,
  atMs: number,
  outcome: Outcome = 'accepted',
  error: Thought['error'] = null,
): SifakaEvent => ({
  type: 'thought-end',
  name: id,
  path: thoughtPath(id),
  atMs,
  durationMs: 1000,
  value: { ...thoughtOf(id, { outcome, error }), durationMs: 1000 },
})

export const retry = (
  id: string,
  atMs: number,
  { delayMs, reason }: { delayMs: number; reason: string },
): SifakaEvent => ({
  type: 'call-retry',
  path: callPath(id),
  atMs,
  attempt: 1,
  delayMs,
  kind: 'server',
  reason,
})

export const waitStart = (id: string, reason: WaitReason, atMs: number): SifakaEvent => ({
  type: 'wait-start',
  name: reason,
  path: [...callPath(id), { kind: 'wait', name: reason }],
  atMs,
})

export const waitEnd = (id: string, reason: WaitReason, atMs: number, durationMs = 0): SifakaEvent => ({
  type: 'wait-end',
  name: reason,
  path: [...callPath(id), { kind: 'wait', name: reason }],
  atMs,
  durationMs,
  value: { reason, durationMs },
})

export const callEnd = (id: string, atMs: number, costUsd: number | null): SifakaEvent => ({
  type: 'call-end',
  name: MODEL,
  path: callPath(id),
  atMs,
  durationMs: 1000,
  value: { ...answer({ usage: { ...noUsage, costUsd } }), durationMs: 1000 },
})
