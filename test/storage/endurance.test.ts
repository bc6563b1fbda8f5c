/**
 * What stores promise when processes are killed, servers restart and many processes start at once. LONG=1 runs the long
 * forms.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/core/backends/store.ts'
import { systemClock } from '../../src/core/clock.ts'
import { ChainCheck } from '../../src/storage/chain.ts'
import { openFilesStore } from '../../src/storage/files.ts'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { createThoughtWriter } from '../../src/storage/thought-writer.ts'
import { bundle } from '../helpers/bundle.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { thought } from './thoughts.ts'

const isLong = process.env['LONG'] !== undefined
const folder = temporaryFolder()

/** Appends thoughts for the given time, some together, and prints the id of each after the store acknowledged it. */
const WRITER = `
  import { openFilesStore } from '../../src/storage/files.ts'
  import { openSqliteStore } from '../../src/storage/sqlite.ts'
  import { systemClock } from '../../src/core/clock.ts'
  import { createThoughtWriter } from '../../src/storage/thought-writer.ts'
  import { thought } from '../storage/thoughts.ts'
  const [kind, path, milliseconds] = process.argv.slice(2)
  const store = kind === 'files' ? await openFilesStore(path) : await openSqliteStore(path)
  const writer = createThoughtWriter(store, { run: String(process.pid), withContent: true, clock: systemClock })
  const end = performance.now() + Number(milliseconds)
  for (let number = 0; performance.now() < end; number += 5) {
    await Promise.all([0, 1, 2, 3, 4].map(async (more) => {
      const id = process.pid + 'n' + (number + more)
      await writer.append(thought({ id, drafts: ['word '.repeat(200 * more)] }), 'sim:writer')
      process.stdout.write(id + '\\n')
    }))
    if (number % 20 === 0) await store.list({ text: 'word' }, { limit: 3 })
  }
  await store.close()
`
let writer = ''
beforeAll(async () => {
  writer = await bundle(
    WRITER,
    join(import.meta.dirname, '../../node_modules/.cache/sifaka', `writer-${process.pid}.mjs`),
  )
})

const openers = { sqlite: openSqliteStore, files: openFilesStore }
type Kind = keyof typeof openers

interface Ended {
  readonly code: number | null
  readonly acknowledged: readonly string[]
  readonly stderr: string
}

async function write(kind: Kind, path: string, milliseconds: number, killAfter = Infinity): Promise<Ended> {
  const child = spawn(process.execPath, [writer, kind, path, String(milliseconds)])
  const acknowledged: string[] = []
  let stderr = ''
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  createInterface(child.stdout).on('line', (line) => {
    if (acknowledged.push(line) >= killAfter) child.kill('SIGKILL')
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, acknowledged, stderr }
}

/** The ids of all stored thoughts; fails if the store is damaged. */
async function verified(store: Store): Promise<string[]> {
  const check = new ChainCheck()
  const ids: string[] = []
  const damage = []
  for await (const each of store.audit()) {
    if ('fault' in each) damage.push(each)
    else {
      ids.push(each.head.id)
      damage.push(...[check.add(each)].filter((found) => found !== undefined))
    }
  }
  expect([...damage, ...check.finish()]).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
  await store.close()
  return ids
}

describe.each(['sqlite', 'files'] as const)('the %s store', (kind) => {
  it(
    'loses no acknowledged thought when processes are killed while they write',
    async () => {
      const path = folder.path(`killed-${kind}`)
      const acknowledged: string[] = []
      for (let kill = 0; kill < (isLong ? 200 : 4); kill++) {
        const ended = await write(kind, path, 60_000, 1 + ((kill * 37) % 60))
        expect(ended.stderr).toBe('')
        acknowledged.push(...ended.acknowledged)
      }
      const stored = new Set(await verified(await openers[kind](path)))
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    },
    isLong ? 1_200_000 : 60_000,
  )

  it(
    'is shared by four processes that write and search',
    async () => {
      const path = folder.path(`shared-${kind}`)
      const ended = await Promise.all([1, 2, 3, 4].map(() => write(kind, path, isLong ? 60_000 : 1000)))
      for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const stored = await verified(await openers[kind](path))
      expect(stored.toSorted()).toEqual(ended.flatMap(({ acknowledged }) => acknowledged).toSorted())
    },
    isLong ? 240_000 : 60_000,
  )

  it(
    'is created by many processes that start at the same time',
    async () => {
      const path = folder.path(`new-${kind}`)
      const processes = Array.from({ length: isLong ? 100 : 12 }, () => write(kind, path, 1))
      const ended = await Promise.all(processes)
      for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const acknowledged = ended.flatMap((each) => each.acknowledged)
      expect((await verified(await openers[kind](path))).toSorted()).toEqual(acknowledged.toSorted())
    },
    isLong ? 240_000 : 60_000,
  )
})

describe('the postgresql store', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  beforeAll(async () => {
    server = await startPostgres({ own: true })
  })
  afterAll(() => server?.stop())

  it(
    'loses and doubles no thought while the server restarts',
    async (context) => {
      if (!server?.kill || !server.start) context.skip()
      const { url = '', kill, start } = server ?? {}
      const options = { url, patienceMs: 60_000, signal: new AbortController().signal }
      const store = await openPostgresqlStore(options)
      const log = createThoughtWriter(store, { run: 'restarts', withContent: true, clock: systemClock })
      const appended: Promise<void>[] = []
      for (let restart = 0; restart < (isLong ? 20 : 2); restart++) {
        for (let number = 0; number < 300; number++)
          appended.push(log.append(thought({ id: `r${restart}n${number}` }), 'sim:writer'))
        await appended.at(-250)
        await kill?.()
        await start?.()
      }
      await Promise.all(appended)
      expect(await verified(store)).toHaveLength(appended.length)
    },
    isLong ? 600_000 : 60_000,
  )
})
