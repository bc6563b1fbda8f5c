import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { noWaste } from '../../../src/core/usage.ts'
import { openEventsFile, type EventsFileOptions } from '../../../src/observe/events/file.ts'
import { createRedactor } from '../../../src/providers/redact.ts'
import type { SifakaEvent } from '../../../src/core/events.ts'
import { cpuMsOf } from '../../helpers/linear-time.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { virtualClock } from '../../helpers/virtual-clock.ts'
import { retry, thoughtStart } from '../sample-events.ts'
import { report } from '../../report/examples.ts'

const folder = temporaryFolder()
let files = 0
const newPath = () => `${folder.write(`beside-${files++}`, '')}.ndjson`

async function opened(path: string, more: Partial<EventsFileOptions> = {}) {
  const warnings: string[] = []
  const file = await openEventsFile(path, {
    mode: 'create',
    run: report.run,
    settings: { maxIterations: 3, validators: ['length'] },
    total: 3,
    clock: virtualClock(1000),
    redact: (text) => text,
    warn: (line) => warnings.push(line),
    ...more,
  })
  return { file, warnings }
}

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('an events file', () => {
  it('starts with the run and its settings, and ends with the summary', async () => {
    const path = newPath()
    const { file } = await opened(path)
    file.skip()
    file.on(thoughtStart('p1', 1500))
    await file.close(report)
    expect(linesOf(path)).toEqual([
      {
        type: 'run-start',
        at: '2026-01-01T00:00:01.000Z',
        atMs: 0,
        path: [],
        format: 1,
        run: 'run-1',
        model: 'openai:gpt-4',
        profile: 'production',
        concurrency: 10,
        total: 3,
        settings: { maxIterations: 3, validators: ['length'] },
      },
      { type: 'skipped', at: '2026-01-01T00:00:01.000Z', atMs: 0, path: [] },
      expect.objectContaining({ type: 'thought-start', at: '2026-01-01T00:00:01.500Z', atMs: 500, id: 'p1' }),
      {
        type: 'run-end',
        at: '2026-01-01T00:00:01.000Z',
        atMs: 0,
        path: [],
        run: 'run-1',
        summary: report.summary,
        usage: {
          calls: 230,
          inputTokens: 200_000,
          outputTokens: 120_000,
          cachedInputTokens: 1000,
          reasoningTokens: 0,
          retries: 3,
          cacheHits: 5,
          costUsd: 1.25,
          wasted: noWaste,
        },
      },
    ])
  })

  it('contains no secrets, and no line breaks within an event', async () => {
    const path = newPath()
    const { redact, add } = createRedactor()
    add(['sk-"quoted"-\\12345', '12345678'])
    const { file } = await opened(path, { redact })
    const reason = 'key sk-"quoted"-\\12345 and 12345678 \u2028 refused'
    file.on(retry('p1', 12_346_678, { delayMs: 12345678, reason }))
    await file.close(report)
    expect(linesOf(path)[1]).toMatchObject({ delayMs: 12345678, reason: 'key *** and *** \u2028 refused' })
    expect(readFileSync(path, 'utf8')).not.toMatch(/quoted|\u2028/)
  })

  it('replaces, extends or leaves alone an existing file', async () => {
    const path = newPath()
    writeFileSync(path, '{"type":"run-start"}\n{"type":"torn')
    await expect(opened(path)).rejects.toThrow(/--events: cannot write .*exist/)
    const appended = await opened(path, { mode: 'append' })
    await appended.file.close(report)
    expect(readFileSync(path, 'utf8')).toMatch(
      /^\{"type":"run-start"\}\n\{"type":"torn\n\{"type":"run-start",/,
    )
    const replaced = await opened(path, { mode: 'overwrite' })
    await replaced.file.close(report)
    expect(linesOf(path).map(({ type }) => type)).toEqual(['run-start', 'run-end'])
    const created = newPath()
    await (await opened(created, { mode: 'append' })).file.close(report)
    expect(linesOf(created)).toHaveLength(2)
  })

  it('ignores events after its end', async () => {
    const path = newPath()
    const { file, warnings } = await opened(path)
    const closing = file.close(report)
    file.on(thoughtStart('late', 0))
    await closing
    file.on(thoughtStart('later', 0))
    expect(linesOf(path)).toHaveLength(2)
    expect(warnings).toEqual([])
  })

  it('drops events if the disk is too slow, warns once, and counts the dropped events in their place', async () => {
    const path = newPath()
    const { file, warnings } = await opened(path)
    const event: SifakaEvent = retry('p1', 0, { delayMs: 1, reason: 'x'.repeat(1_000_000) })
    for (let index = 0; index < 40; index++) file.on(event)
    await vi.waitFor(() => expect(statSync(path).size).toBeGreaterThan(16_000_000))
    file.on(thoughtStart('p2', 0))
    file.on(thoughtStart('p3', 0))
    await file.close(report)
    const types = linesOf(path).map(({ type }) => type)
    const written = types.filter((type) => type === 'call-retry').length
    expect(written).toBeLessThan(20)
    expect(types.slice(-4)).toEqual(['events-lost', 'thought-start', 'thought-start', 'run-end'])
    expect(linesOf(path).at(-4)).toMatchObject({ count: 40 - written })
    expect(warnings).toEqual([`--events: writing ${path} takes too long; some events are left out`])
  })

  it.runIf(existsSync('/dev/full'))('warns once if the disk is full, and does not stop the run', async () => {
    const { file, warnings } = await opened('/dev/full', { mode: 'overwrite' })
    for (let index = 0; index < 1000; index++) {
      file.on(thoughtStart(`p${index}`, 0))
      if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await file.close(report)
    expect(warnings).toEqual(['--events: cannot write /dev/full: no space left; going on without events'])
  })

  it('accepts twenty thousand events without waiting for the disk', async () => {
    const path = newPath()
    const { file } = await opened(path)
    const cpuMs = await cpuMsOf(() => {
      for (let index = 0; index < 20_000; index++) file.on(thoughtStart(`p${index}`, index))
    })
    expect(cpuMs).toBeLessThan(3000)
    await file.close(report)
    expect(linesOf(path)).toHaveLength(20_002)
  })
})
