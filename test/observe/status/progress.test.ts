import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { improve } from '../../../src/core/improve.ts'
import {
  createProgressDisplay,
  type ProgressDisplay,
  type ProgressOptions,
} from '../../../src/observe/status/progress.ts'
import { expectLinearTime } from '../../helpers/linear-time.ts'
import { testScope } from '../../helpers/scope.ts'
import { policy, prompt, scriptedModel } from '../../helpers/scripted.ts'
import { thoughtEnd, thoughtStart, retry, waitStart } from '../sample-events.ts'

/** A display with a record of its output, on a terminal or not. */
async function displayOf(more: Partial<ProgressOptions> & { terminal?: { columns: number } } = {}) {
  const { terminal, ...options } = more
  const stream = Object.assign(
    new PassThrough(),
    { isTTY: false, columns: 0, cursorTo: () => true, clearLine: () => true, moveCursor: () => true },
    terminal && { isTTY: true, ...terminal },
  )
  const shown: string[] = []
  const lines: string[] = []
  stream.on('data', (chunk: Buffer) => shown.push(chunk.toString()))
  const display = await createProgressDisplay({
    stream: stream as unknown as NodeJS.WriteStream,
    env: { LANG: 'C.UTF-8' },
    quiet: false,
    plain: false,
    total: 40,
    now: () => performance.now(),
    writeLine: (line) => lines.push(stripVTControlCharacters(line)),
    sanitize: (text) => text.replaceAll('\u001b', '?'),
    ...options,
  })
  /** Each line that was drawn. */
  const drawn = () =>
    shown.map((piece) => stripVTControlCharacters(piece)).filter((piece) => piece.trim() !== '')
  return { display, lines, drawn, stream, raw: () => shown.join('') }
}

/** Runs forty prompts, each of one virtual second, one after another. */
async function work(display: ProgressDisplay): Promise<void> {
  const scope = testScope({ emit: (event) => display.on(event) })
  const crew = { generator: scriptedModel(['text'], 1000), validators: [], critics: [] }
  for (let index = 0; index < 40; index++) {
    await improve(prompt('Write.', { id: `p${index}` }), crew, policy(), scope)
  }
}

describe('without a terminal', () => {
  it('writes at most one plain line in ten seconds', async () => {
    const { display, lines, raw } = await displayOf()
    await work(display)
    display.stop()
    expect(lines).toEqual([
      'sifaka: 9/40 prompts · 9 accepted · 1 in flight · 0.9/s · 35 s left',
      'sifaka: 19/40 prompts · 19 accepted · 1 in flight · 0.9/s · 24 s left',
      'sifaka: 29/40 prompts · 29 accepted · 1 in flight · 0.9/s · 13 s left',
      'sifaka: 39/40 prompts · 39 accepted · 1 in flight · 0.9/s · 2 s left',
    ])
    expect(raw()).toBe('')
  })

  it('shows what calls wait for, even in a long line', async () => {
    const { display, lines } = await displayOf()
    const reason = `openai gpt-4o: 503 trouble at the provider: ${'overloaded '.repeat(9)}`.trim()
    display.on(thoughtStart('p1', 0))
    display.on(retry('p1', 1, { delayMs: 15_000, reason }))
    display.on(waitStart('p1', 'retry', 1))
    display.on(thoughtStart('p2', 11_000))
    expect(lines).toEqual([
      `sifaka: 0/40 prompts · 2 in flight · 1 retry · 1 call waits for openai, next attempt in 5 s: ${reason.slice(15)} · slowest: p1 11 s, p2 0 s`,
    ])
  })

  it.each<[string, Parameters<typeof displayOf>[0]]>([
    ['in CI', { terminal: { columns: 80 }, env: { CI: 'true' } }],
    ['on a dumb terminal', { terminal: { columns: 80 }, env: { TERM: 'dumb' } }],
    ['on a terminal without columns', { terminal: { columns: 0 } }],
    ['on a very narrow terminal', { terminal: { columns: 12 } }],
    ['with streamed text', { terminal: { columns: 80 }, plain: true }],
  ])('also writes plain lines %s', async (_, options) => {
    const { display, lines, raw } = await displayOf(options)
    await work(display)
    expect(lines).toHaveLength(4)
    expect(raw()).toBe('')
  })

  it('writes nothing if quiet', async () => {
    const { display, lines } = await displayOf({ quiet: true })
    await work(display)
    display.skip()
    expect(lines).toEqual([])
  })
})

describe('on a terminal', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('draws nothing before there is work, and restores the cursor', async () => {
    const { display, raw } = await displayOf({ terminal: { columns: 80 } })
    vi.advanceTimersByTime(1000)
    expect(raw()).toBe('')
    display.on(thoughtStart('p1', performance.now()))
    display.stop()
    expect(raw()).toContain('\u001b[?25l')
    expect(raw().endsWith('\u001b[?25h')).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
    display.on(thoughtStart('p2', performance.now()))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('draws nothing after it was stopped', async () => {
    const { display, raw } = await displayOf({ terminal: { columns: 80 } })
    display.stop()
    display.on(thoughtStart('p1', performance.now()))
    expect(vi.getTimerCount()).toBe(0)
    expect(raw()).toBe('')
  })

  it('redraws ten times per second for any number of events', async () => {
    const { display, drawn } = await displayOf({ terminal: { columns: 80 }, total: 20_000 })
    for (let index = 0; index < 10_000; index++) {
      display.on(thoughtStart(`p${index}`, performance.now()))
      display.on(thoughtEnd(`p${index}`, performance.now()))
      if (index % 5 === 0) vi.advanceTimersByTime(1)
    }
    display.stop()
    expect(drawn().length).toBeLessThanOrEqual(21)
    expect(drawn().at(-1)).toMatch(/^. {2}9,996\/20,000 prompts · 9,996 accepted · \d+\/s · 3 s left$/)
  })

  it('counts down while there are no events', async () => {
    const { display, drawn } = await displayOf({ terminal: { columns: 80 } })
    display.on(thoughtStart('p1', performance.now()))
    display.on(retry('p1', performance.now(), { delayMs: 4000, reason: 'openai gpt-4o: 503 overloaded' }))
    display.on(waitStart('p1', 'retry', performance.now()))
    vi.advanceTimersByTime(300)
    expect(drawn().at(-1)).toContain('1 call waits for openai, next attempt in 4 s: 503')
    vi.advanceTimersByTime(1200)
    expect(drawn().at(-1)).toContain('1 call waits for openai, next attempt in 3 s: 503')
    vi.advanceTimersByTime(1000)
    expect(drawn().at(-1)).toContain('1 call waits for openai, next attempt in 2 s: 503')
    display.stop()
  })

  it('truncates to one line, and sanitizes untrusted text', async () => {
    const { display, drawn } = await displayOf({ terminal: { columns: 72 }, total: 1 })
    display.on(
      retry('p1', performance.now(), { delayMs: 9000, reason: `\u001b[2J${'very long '.repeat(20)}` }),
    )
    display.on(waitStart('p1', 'retry', performance.now()))
    vi.advanceTimersByTime(1500)
    display.stop()
    expect(drawn().at(-1)).toBe('⠴  starting · 1 call waits for openai, next attempt in 8 s: ?[2Jvery l…')
    expect(Math.max(...drawn().map((line) => line.length))).toBeLessThanOrEqual(72)
  })

  it('follows the width of the terminal, and stops if it becomes too narrow', async () => {
    const { display, drawn, stream } = await displayOf({ terminal: { columns: 80 } })
    display.on(thoughtStart('p1', performance.now()))
    expect(drawn().at(-1)).toContain('0/40 prompts · 1 in flight')
    stream.columns = 24
    stream.emit('resize')
    vi.advanceTimersByTime(400)
    expect(drawn().at(-1)).toMatch(/^. {2}0\/40 prompts$/)
    stream.columns = 0
    stream.emit('resize')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('shows only ASCII in a locale without UTF-8', async () => {
    const { display, drawn } = await displayOf({
      terminal: { columns: 80 },
      env: { LANG: 'de_DE.ISO-8859-1' },
    })
    display.on(thoughtStart('p1', performance.now()))
    display.stop()
    expect(drawn().at(-1)).toMatch(/^- {2}0\/40 prompts \| 1 in flight/)
  })

  it('clears the rows into which a narrower terminal has broken the line', async () => {
    const { display, stream, raw } = await displayOf({ terminal: { columns: 80 } })
    display.on(thoughtStart('p1', performance.now()))
    stream.columns = 24
    stream.emit('resize')
    display.stop()
    expect(raw()).toContain('\u001b[1A\u001b[J')
  })

  it('counts prompts of an earlier run as done, but not for the rate', async () => {
    const { display, drawn } = await displayOf({ terminal: { columns: 120 }, total: 1000 })
    for (let row = 0; row < 490; row++) display.skip()
    display.on(thoughtStart('p0', performance.now()))
    for (let index = 0; index < 10; index++) {
      vi.advanceTimersByTime(1000)
      display.on(thoughtEnd(`p${index}`, performance.now()))
      display.on(thoughtStart(`p${index + 1}`, performance.now()))
    }
    vi.advanceTimersByTime(100)
    display.stop()
    expect(drawn().at(-1)).toMatch(
      /500\/1,000 prompts · 490 done earlier · 10 accepted · 1 in flight · 1\.0\/s · 9 min left/,
    )
  })
})

it('takes time in proportion to the number of prompts', async () => {
  expect.hasAssertions()
  await expectLinearTime({
    name: 'counting prompts',
    textOf: (length) => 'p'.repeat(length),
    maxLength: 100_000,
    work: async ({ length }) => {
      const { display } = await displayOf()
      for (let index = 0; index < length; index++) {
        display.on(thoughtStart(`p${index}`, index))
        display.on(thoughtEnd(`p${index}`, index))
      }
    },
  })
})
