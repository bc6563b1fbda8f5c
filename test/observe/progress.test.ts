import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { improve } from '../../src/core/improve.ts'
import { progress, type Progress, type ProgressOptions } from '../../src/observe/progress.ts'
import { testScope } from '../helpers/scope.ts'
import { policy, prompt, scriptedModel } from '../helpers/scripted.ts'

/** What a display shows, on a terminal or not. */
function displayOf(more: Partial<ProgressOptions> & { terminal?: { columns: number } } = {}) {
  const { terminal, ...options } = more
  const stream = new PassThrough()
  const shown: string[] = []
  const lines: string[] = []
  stream.on('data', (chunk: Buffer) => shown.push(chunk.toString()))
  const display = progress({
    stream: Object.assign(
      stream,
      { isTTY: false, cursorTo: () => true, clearLine: () => true, moveCursor: () => true },
      terminal && { isTTY: true, ...terminal },
    ) as unknown as NodeJS.WriteStream,
    env: {},
    quiet: false,
    plain: false,
    total: 40,
    say: (line) => lines.push(stripVTControlCharacters(line)),
    safe: (text) => text.replaceAll('\u001b', '?'),
    ...options,
  })
  return { display, lines, shown: () => stripVTControlCharacters(shown.join('')), raw: () => shown.join('') }
}

/** Forty prompts of a virtual second each, one after another. */
async function work(display: Progress): Promise<void> {
  const scope = testScope({ emit: (event) => display.on(event) })
  const crew = { generator: scriptedModel(['text'], 1000), validators: [], critics: [] }
  for (let index = 0; index < 40; index++) {
    await improve(prompt('Write.', { id: `p${index}` }), crew, policy(), scope)
  }
}

describe('off a terminal', () => {
  it('says a plain line every ten seconds at most', async () => {
    const { display, lines, raw } = displayOf()
    await work(display)
    display.stop()
    expect(lines).toEqual([
      'sifaka: 10/40 prompts · 10 accepted · 0 in flight · 1.0/s · 30 s left',
      'sifaka: 20/40 prompts · 20 accepted · 0 in flight · 1.0/s · 20 s left',
      'sifaka: 30/40 prompts · 30 accepted · 0 in flight · 1.0/s · 10 s left',
      'sifaka: 40/40 prompts · 40 accepted · 0 in flight · 1.0/s',
    ])
    expect(raw()).toBe('')
  })

  it.each<[string, Parameters<typeof displayOf>[0]]>([
    ['in CI', { terminal: { columns: 80 }, env: { CI: 'true' } }],
    ['on a dumb terminal', { terminal: { columns: 80 }, env: { TERM: 'dumb' } }],
    ['on a terminal without columns', { terminal: { columns: 0 } }],
    ['beside running text', { terminal: { columns: 80 }, plain: true }],
  ])('so it does %s', async (_, options) => {
    const { display, lines, raw } = displayOf(options)
    await work(display)
    expect(lines).toHaveLength(4)
    expect(raw()).toBe('')
  })

  it('says nothing when it is to be quiet', async () => {
    const { display, lines } = displayOf({ quiet: true })
    await work(display)
    expect(lines).toEqual([])
  })
})

describe('on a terminal', () => {
  it('draws nothing before there is work, and gives the cursor back', async () => {
    const { display, raw } = displayOf({ terminal: { columns: 80 } })
    expect(raw()).toBe('')
    await work(display)
    display.stop()
    expect(raw()).toContain('\u001b[?25l')
    expect(raw().endsWith('\u001b[?25h')).toBe(true)
  })

  it('keeps to one line, however long, and makes foreign text harmless', () => {
    const { display, shown } = displayOf({ terminal: { columns: 40 }, total: 1 })
    const place = { path: ['thought:p'], atMs: 0 }
    const reason = `\u001b[2J${'very long '.repeat(20)}`
    display.on({ type: 'call-retry', ...place, attempt: 1, delayMs: 500, kind: 'server', reason })
    display.stop()
    expect(shown()).toContain('waiting 0.5 s to retry: ?[2Jvery')
    expect(
      Math.max(
        ...shown()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(40)
  })
})
