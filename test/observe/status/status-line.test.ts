import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { PathSegment, SifakaEvent, WaitReason } from '../../../src/core/events.ts'
import { RunState } from '../../../src/observe/status/state.ts'
import { statusLine } from '../../../src/observe/status/status-line.ts'
import {
  callEnd,
  callPath,
  callStart,
  retry,
  thoughtEnd,
  thoughtStart,
  waitEnd,
  waitStart,
} from '../sample-events.ts'

const sanitize = (text: string) => text.replaceAll('\u001b', '?')

function lineAt(
  nowMs: number,
  events: readonly SifakaEvent[],
  { total = 100, columns }: { total?: number | undefined; columns?: number } = {},
): string {
  const state = new RunState(total)
  for (const event of events) state.on(event)
  return stripVTControlCharacters(statusLine(state, nowMs, sanitize, columns))
}

const starts = (count: number) => Array.from({ length: count }, (_, index) => thoughtStart(`p${index}`, 0))

it('a run that is stopping shows its calls in flight and how long they have, no rate and no time left', () => {
  const state = new RunState(40)
  for (const event of [...starts(3), callStart('p1', 0)]) state.on(event)
  state.stopsAtMs = 10_000
  expect(stripVTControlCharacters(statusLine(state, 2000, sanitize))).toBe(
    'stopping: 1 call in flight, up to 8 s · 0 prompts done',
  )
})

it('a prompt that stays pending does not count as done', () => {
  const ended = thoughtEnd('p0', 100, 'cancelled', { code: 'cancelled', message: 'stopped' })
  expect(lineAt(200, [thoughtStart('p0', 0), ended])).toMatch(/^0\/100 prompts/)
})

it('does not say that no prompt is in flight, since workers of a queue work on prompts unseen', () => {
  expect(lineAt(200, [thoughtStart('p0', 100), thoughtEnd('p0', 100)])).toBe('1/100 prompts · 1 accepted')
})

describe('a status line', () => {
  const busyRun = [
    ...starts(30),
    ...Array.from({ length: 16 }, (_, index) => thoughtEnd(`p${index}`, 500 * (index + 1))),
    thoughtEnd('p16', 8000, 'exhausted'),
    thoughtEnd('p17', 8000, 'failed'),
    callEnd('p1', 8000, 0.25),
    retry('p1', 8000, { delayMs: 250, reason: 'slow down' }),
    { type: 'call-cached', path: callPath('p1'), atMs: 8000, shared: false, earlier: false } as const,
  ]

  it.each([
    [
      undefined,
      '18/100 prompts · 16 accepted · 1 not accepted · 1 failed · 12 in flight · 2.3/s · 37 s left · $0.2500 · 1 retry · 1 cached',
    ],
    [80, '18/100 prompts · 16 accepted · 1 not accepted · 1 failed · 2.3/s · 37 s left'],
    [36, '18/100 · 16 accepted · 37 s left'],
    [16, '18/100 prompts'],
  ])('fits into %s columns', (columns, line) => {
    expect(lineAt(8000, busyRun, columns === undefined ? {} : { columns })).toBe(line)
  })

  it('marks a cost as a lower bound if a part of it is unknown', () => {
    expect(lineAt(0, [callEnd('a', 0, 1.5), callEnd('b', 0, null)])).toContain('over $1.50')
    expect(lineAt(0, [callEnd('b', 0, null)])).not.toContain('$')
  })

  it('has no estimate without a total', () => {
    const state = new RunState(undefined)
    for (const event of busyRun) state.on(event)
    expect(stripVTControlCharacters(statusLine(state, 8000, sanitize))).toMatch(/^18 prompts .* 2.3\/s · \$/)
  })

  it('names the slowest prompts if nothing has ended for five seconds', () => {
    const ids = ['太陽能發電的優點與缺點-1', 'p\u001b[2J', 'c', 'd']
    const events = ids.map((id, index) => thoughtStart(id, 1000 * index))
    expect(lineAt(4000, events)).not.toContain('slowest')
    expect(lineAt(70_000, events)).toBe(
      '0/100 prompts · 4 in flight · slowest: 太陽能發電的優點與… 1 min 10 s, p?[2J 1 min 09 s, c 1 min 08 s',
    )
    expect(lineAt(70_000, [...events, thoughtEnd('c', 67_000)])).not.toContain('slowest')
  })

  it('shows the current activity of a single prompt', () => {
    const path: PathSegment[] = [
      { kind: 'thought', name: 'p' },
      { kind: 'iteration', name: '2' },
    ]
    const at = { path, atMs: 0 }
    const events: SifakaEvent[] = [thoughtStart('p', 0)]
    const line = () => lineAt(0, events, { total: 1 })
    expect(line()).toBe('starting')
    events.push({ type: 'iteration-start', name: '2', ...at })
    expect(line()).toBe('iteration 2')
    events.push({ type: 'generation-start', name: 'm', ...at })
    expect(line()).toBe('iteration 2: writing')
    events.push({ type: 'critique-start', name: 'c', ...at })
    expect(line()).toBe('iteration 2: checking')
  })
})

describe('waits in a status line', () => {
  const waiting = (reason: WaitReason, count = 3) =>
    Array.from({ length: count }, (_, index) => waitStart(`p${index}`, reason, 100 * index))

  it.each<[WaitReason, string]>([
    ['slot', '3 calls wait for a free slot (14 s)'],
    ['rate-limit', '3 calls wait for the rate limit of openai (14 s)'],
    ['throttle', '3 calls wait because openai asked to slow down (14 s)'],
    ['circuit', '3 calls wait for openai to answer again (14 s): 503 overloaded'],
    ['budget', '3 calls wait for budget reserved by other calls (14 s)'],
  ])('have a phrase for the reason %s', (reason, phrase) => {
    const trouble = retry('x', 0, { delayMs: 250, reason: 'openai gpt-4o: 503 overloaded' })
    expect(lineAt(14_000, [trouble, ...waiting(reason)])).toContain(` · ${phrase}`)
  })

  it('include the time until the next attempt', () => {
    const events = ['a', 'b'].flatMap((id, index) => [
      retry(id, 0, { delayMs: 9000 - 4000 * index, reason: 'openai gpt-4o: 503 overloaded' }),
      waitStart(id, 'retry', 0),
    ])
    expect(lineAt(1500, events)).toContain('2 calls wait for openai, next attempt in 4 s: 503 overloaded')
  })

  it('have a short form for narrow terminals', () => {
    expect(lineAt(2000, waiting('rate-limit'), { columns: 36 })).toBe('0/100 · 3 wait: rate limit (2 s)')
  })

  it('are left out if they have only just begun or have ended', () => {
    expect(lineAt(900, waiting('slot'))).not.toContain('wait')
    const ended = ['p0', 'p1', 'p2'].map((id) => waitEnd(id, 'slot', 1000))
    expect(lineAt(9000, [...waiting('slot'), ...ended])).not.toContain('wait')
    expect(lineAt(9000, [...waiting('slot'), ...ended.slice(1)])).toContain(
      '1 call waits for a free slot (9 s)',
    )
  })

  it('count each call with the same path', () => {
    const twice = [waitStart('p', 'slot', 0), waitStart('p', 'slot', 0)]
    expect(lineAt(2000, twice)).toContain('2 calls wait')
    expect(lineAt(2000, [...twice, waitEnd('p', 'slot', 1000)])).toContain('1 call waits')
  })
})
