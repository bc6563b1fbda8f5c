/** A finished run of any size: a store and a file of results, without the time that the run would take. */
import { createWriteStream, mkdirSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { toRecord } from '../../src/core/record.ts'
import type { Thought, Timed } from '../../src/core/types.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { createThoughtWriter } from '../../src/storage/thought-writer.ts'
import { prompt } from './scripted.ts'
import { simulateBatch } from './simulate-batch.ts'
import { virtualClock } from './virtual-clock.ts'

const MODEL = 'sim:writer'
/** This number of prompts really runs; the others are copies of them, later and with other ids. */
const DIFFERENT = 200
const IN_FLIGHT = 50
/** Between the starts of two prompts; the virtual clock always shows the same date. */
const STEP_MS = 20

export interface LargeRun {
  readonly run: string
  /** The file of results. */
  readonly results: string
  /** For `XDG_DATA_HOME`. */
  readonly data: string
}

export async function writeLargeRun(folder: string, rows: number): Promise<LargeRun> {
  const { thoughts } = await simulateBatch(
    {
      model: MODEL,
      concurrency: IN_FLIGHT,
      maxIterations: 3,
      cache: false,
      store: false,
      seed: 1,
      critics: [{ name: 'reflexion' }],
      validators: [
        { name: 'content', required: ['lighthouse'] },
        { name: 'length', min: 60, unit: 'words' },
      ],
    },
    Array.from({ length: DIFFERENT }, (_, index) =>
      prompt(`Write about topic ${index} and the sea`, { id: `p${index}`, index }),
    ),
  )
  const oldestFirst = thoughts.toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1))
  mkdirSync(folder, { recursive: true })
  const run = 'run-20260101000000-0000'
  const data = join(folder, 'data')
  const results = join(folder, 'results.jsonl')
  const store = await openSqliteStore(join(data, 'sifaka', 'thoughts.sqlite'))
  const writer = createThoughtWriter(store, { run, withContent: true, clock: virtualClock() })
  const file = createWriteStream(results)
  for (let first = 0; first < rows; first += DIFFERENT) {
    const copies = oldestFirst
      .slice(0, rows - first)
      .map((thought, place) => copyOf(thought, first + place, (first + place) * STEP_MS))
    await Promise.all(copies.map((each) => writer.append(each, MODEL)))
    const lines = copies.map((each) => `${JSON.stringify(toRecord(each, MODEL))}\n`).join('')
    if (!file.write(lines)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
  await writer.stop()
  await store.close()
  return { run, results, data }
}

const copyOf = (thought: Timed<Thought>, index: number, delayMs: number): Timed<Thought> => ({
  ...thought,
  id: `${index.toString(16).padStart(8, '0')}${thought.id.slice(8)}`,
  prompt: { ...thought.prompt, id: `p${index}`, index },
  startedAt: new Date(Date.parse(thought.startedAt) + delayMs).toISOString(),
})
