/** The events that a stored thought had when it ran, as far as it keeps them. */
import type { PathSegment, SifakaEvent, Work } from '../../core/events.ts'
import type { Iteration, Thought, Timed, Usage } from '../../core/types.ts'
import { addWaste, noUsage, noWaste } from '../../core/usage.ts'

/**
 * The events of a thought that started at `startMs`, in chronological order. `model` is the requested writing model.
 * Waits, first tokens and rate limits are not stored, so they are missing.
 */
export function eventsOf(thought: Timed<Thought>, model: string, startMs: number): SifakaEvent[] {
  const name = thought.prompt.id
  const path: PathSegment[] = [{ kind: 'thought', name }]
  const endMs = startMs + thought.durationMs
  const events: SifakaEvent[] = [{ type: 'thought-start', name, path, atMs: startMs }]
  let atMs = startMs
  for (const iteration of thought.iterations) {
    events.push(...iterationEvents(iteration, { path, model, startMs: atMs }))
    atMs += iteration.durationMs
  }
  const { retries, wasted } = addWaste(thought.usage, undefined)
  const call: PathSegment[] = [...path, { kind: 'call', name: model }]
  for (let attempt = 1; attempt <= retries; attempt++) {
    events.push({
      type: 'call-retry',
      path: call,
      atMs: endMs,
      attempt,
      delayMs: 0,
      kind: 'server',
      reason: '',
    })
  }
  if (wasted.attempts > 0) events.push({ type: 'call-wasted', path: call, atMs: endMs, wasted })
  events.push({
    type: 'thought-end',
    name,
    path,
    atMs: endMs,
    durationMs: thought.durationMs,
    value: thought,
  })
  // The sort is stable, so what contains other work starts before it.
  return events.toSorted((first, second) => first.atMs - second.atMs)
}

interface Place {
  readonly path: readonly PathSegment[]
  readonly model: string
  readonly startMs: number
}

/** The draft begins with the iteration, since the time before it is not stored; the checks begin when it ends. */
function iterationEvents(iteration: Timed<Iteration>, { path: outer, model, startMs }: Place): SifakaEvent[] {
  const { index, generation, validations, critiques, failures, durationMs } = iteration
  const name = String(index)
  const path: PathSegment[] = [...outer, { kind: 'iteration', name }]
  const draftedMs = startMs + (generation?.durationMs ?? 0)
  const checked = { path, model, startMs: draftedMs }
  const failed = failures.flatMap((failure) => failure.usage ?? [])
  return [
    { type: 'iteration-start', name, path, atMs: startMs },
    ...(generation ? workEvents('generation', model, generation, { path, model, startMs }) : []),
    ...validations.flatMap((value) => workEvents('validation', value.validator, value, checked)),
    ...critiques.flatMap((value) => {
      // Thoughts store model names as the providers report them; events contain the requested name.
      const requested = value.model === generation?.model ? model : value.model
      return workEvents('critique', value.critic, value, { ...checked, model: requested })
    }),
    ...failed.flatMap((usage) => callEvents(usage, 0, checked)),
    { type: 'iteration-end', name, path, atMs: startMs + durationMs, durationMs, value: iteration },
  ]
}

type CheckedWork = 'generation' | 'validation' | 'critique'

function workEvents<K extends CheckedWork>(
  kind: K,
  name: string,
  value: Timed<Work[K]>,
  { path: outer, model, startMs }: Place,
): SifakaEvent[] {
  const path: PathSegment[] = [...outer, { kind, name }]
  const { durationMs, usage } = value
  const processingMs = 'processingMs' in value ? value.processingMs : undefined
  const calls = usage ? callEvents(usage, durationMs, { path, model, startMs }, processingMs) : []
  const end = { type: `${kind}-end`, name, path, atMs: startMs + durationMs, durationMs, value }
  return [{ type: `${kind}-start`, name, path, atMs: startMs } as SifakaEvent, ...calls, end as SifakaEvent]
}

/** As many calls as the usage counts, one after another; the first has the whole usage. */
function callEvents(
  usage: Usage,
  totalMs: number,
  { path: outer, model: name, startMs }: Place,
  processingMs?: number,
): SifakaEvent[] {
  const path: PathSegment[] = [...outer, { kind: 'call', name }]
  const cached = usage.calls === 0
  if (cached && usage.cacheHits === 0) return []
  const durationMs = totalMs / Math.max(usage.calls, 1)
  return Array.from({ length: Math.max(usage.calls, 1) }, (_, position): SifakaEvent[] => {
    const atMs = startMs + position * durationMs
    const value = {
      text: '',
      model: name,
      finishReason: 'stop' as const,
      usage: position === 0 ? { ...usage, wasted: noWaste } : noUsage,
      cached,
      durationMs,
      ...(usage.calls === 1 ? { processingMs } : {}),
    }
    return [
      { type: 'call-start', name, path, atMs },
      ...(cached ? [] : [{ type: 'call-sent' as const, path, atMs }]),
      { type: 'call-end', name, path, atMs: atMs + durationMs, durationMs, value },
    ]
  }).flat()
}
