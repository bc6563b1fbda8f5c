/** A PostgreSQL database that many machines share. */
import type { Pool, PoolClient } from 'pg'
import * as z from 'zod'
import { SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import {
  thoughtIfIntact,
  type Store,
  type StoreDefinition,
  type StoredThought,
} from '../core/backends/store.ts'
import { systemClock } from '../core/clock.ts'
import { withoutPassword } from '../util/backends/address.ts'
import { loadDriver } from '../util/backends/driver.ts'
import { pendingMigrations } from '../util/backends/schema-version.ts'
import { isDuration, toMs } from '../util/duration.ts'
import { POSTGRESQL_MIGRATIONS } from './migrations.ts'
import {
  conditionOf,
  entryOf,
  isHeadIntact,
  conditionOfId,
  conditionOfPage,
  readEntries,
  ROW_COLUMNS,
  rowOf,
  toPage,
  type Condition,
  type SqlDialect,
  type ThoughtRow,
} from './rows.ts'
import { databaseAddress, encryptionCure, identityOfDatabase, withVerifiedTls } from './postgresql-address.ts'
import { faultOf, isOutage, isRefusal, isStarting } from './postgresql-faults.ts'
import { readableOrThrow, storeError } from './store-errors.ts'
import { searchedText, wordsIn } from './words.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { certificateHint } from '../util/backends/tls-faults.ts'

const DIALECT: SqlDialect = {
  // The type of the column admits only JSON.
  ofHead: (expression) => expression,
  failedValidator: `head::jsonb -> 'failedValidators' @> to_jsonb(?::text)`,
  words: 'words @> ?::text[]',
  wordsValue: wordsIn,
}

/** A number that no other program uses for its locks; it stands for "sifaka" in ASCII. */
const MIGRATION_LOCK = '126914023943009'
const ENTRIES_PER_READ = 200

export interface PostgresqlOptions {
  readonly url: string
  /** How long an operation waits for a server that is down. */
  readonly patienceMs: number
  /** When it aborts, operations wait no longer. */
  readonly signal: AbortSignal
}

export async function openPostgresqlStore({ url, patienceMs, signal }: PostgresqlOptions): Promise<Store> {
  const { Pool } = (await loadDriver('pg', () => import('pg'))).default
  const place = withoutPassword(url)
  const openPool = (max: number, connectionTimeoutMillis: number): Pool => {
    const opened = new Pool({
      connectionString: withVerifiedTls(url),
      max,
      connectionTimeoutMillis,
      keepAlive: true,
      // An idle connection must not keep the process alive.
      allowExitOnIdle: true,
      application_name: 'sifaka',
    })
    // Without a listener, a restart of the server would end the process.
    opened.on('error', () => undefined)
    return opened
  }

  /** Repeats the work while the server is down. Work that was done twice must have the same result as once. */
  const persist = async <T>(
    what: 'open' | 'read' | 'write',
    work: () => Promise<T>,
    limitMs = patienceMs,
  ): Promise<T> => {
    const startMs = systemClock.now()
    for (let delayMs = 50; ; delayMs = Math.min(2 * delayMs, 1000)) {
      try {
        return await work()
      } catch (error) {
        if (error instanceof SifakaError) throw error
        const endMs = startMs + (isStarting(error) ? patienceMs : limitMs)
        const isOver = signal.aborted || systemClock.now() + delayMs > endMs
        if (isOver || !isOutage(error))
          throw storeError(what, place, faultOf(error, what), what === 'open' ? hintFor(error) : undefined)
        await systemClock.sleep(delayMs, signal).catch(() => undefined)
      }
    }
  }
  const query = async (sql: string, values: readonly unknown[] = []): Promise<ThoughtRow[]> => {
    let count = 0
    const numbered = sql.replaceAll('?', () => `$${++count}`)
    return (await pool.query<ThoughtRow>(numbered, [...values])).rows
  }
  const select = ({ sql, values }: Condition) =>
    persist('read', () => query(`SELECT ${COLUMNS} FROM thoughts WHERE ${sql}`, values))

  const opening = openPool(1, OPEN_MS)
  try {
    await persist('open', () => inTransaction(opening, migrate), Math.min(patienceMs, OPEN_MS))
  } finally {
    await opening.end()
  }
  const pool = openPool(4, RECONNECT_MS)
  return {
    append: (entries) => persist('write', () => inTransaction(pool, (client) => insert(client, entries))),
    get: async (id, limit) =>
      (await select(conditionOfId(id, limit, DIALECT))).map(entryOf).map(readableOrThrow),
    async list(filter, page) {
      const rows = await select(conditionOfPage(filter, page, DIALECT))
      return toPage(rows.map(entryOf), page)
    },
    async deleteContents(filter) {
      const { sql, values } = conditionOf(filter, DIALECT)
      const update = `UPDATE thoughts SET content = NULL, words = NULL WHERE content IS NOT NULL AND ${sql} RETURNING 1`
      return (await persist('write', () => query(update, values))).length
    },
    async deleteDamaged(time) {
      const { sql, values } = conditionOf(time, DIALECT)
      let count = 0
      // A head without a time is damaged, too.
      for await (const { writer, sequence, head } of allRows({
        sql: `(started_at IS NULL OR ${sql})`,
        values,
      })) {
        if (isHeadIntact(head)) continue
        const deletion = 'DELETE FROM thoughts WHERE writer = ? AND sequence = ? RETURNING 1'
        count += (await persist('write', () => query(deletion, [writer, sequence]))).length
      }
      return count
    },
    async *audit() {
      yield* readEntries(allRows({ sql: 'TRUE', values: [] }), place)
    },
    close: () => pool.end(),
  }

  async function* allRows(condition: Condition): AsyncGenerator<ThoughtRow> {
    let last: ThoughtRow | undefined
    do {
      const after = last ? '(writer, sequence) > (?, ?)' : 'TRUE'
      const values = [...condition.values, ...(last ? [last.writer, last.sequence] : [])]
      const sql = `${condition.sql} AND ${after} ORDER BY writer, sequence LIMIT ${ENTRIES_PER_READ}`
      const rows = await select({ sql, values })
      yield* rows
      last = rows.at(-1)
    } while (last)
  }
}

/** `head` as text, since the driver would parse it. */
const COLUMNS = ROW_COLUMNS.replace('head', 'head::text AS head')
/** How long to wait for a connection when a command starts, and later. */
const OPEN_MS = 1000
const RECONNECT_MS = 5000
const WHERE_THE_URL_IS = 'in the option url of the store or in DATABASE_URL'
const hintFor = (error: unknown): string =>
  certificateHint(error) ??
  (encryptionCure(error)
    ? `${encryptionCure(error)} ${WHERE_THE_URL_IS}`
    : isRefusal(error)
      ? `correct the user, the password or the database ${WHERE_THE_URL_IS}`
      : `start PostgreSQL there, or correct the address ${WHERE_THE_URL_IS}`)

async function insert(client: PoolClient, entries: readonly StoredThought[]): Promise<void> {
  for (const entry of entries) {
    const { writer, sequence, head, previous_hash, content_hash, hash, content } = rowOf(entry)
    const thought = thoughtIfIntact(entry)
    const words = thought ? wordsIn(searchedText(thought)) : null
    await client.query(
      `INSERT INTO thoughts (${ROW_COLUMNS}, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (writer, sequence) DO NOTHING`,
      [writer, sequence, head, previous_hash, content_hash, hash, content, words],
    )
  }
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let failure: Error | undefined
  // The event of a lost connection has the reason; later queries fail without it.
  const onError = (error: Error) => void (failure ??= error)
  client.on('error', onError)
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    failure ??= error instanceof Error ? error : new Error(messageOf(error))
    throw failure
  } finally {
    client.off('error', onError)
    // A client that failed is closed, which rolls its transaction back.
    client.release(failure)
  }
}

/** The advisory lock makes processes that start at the same time migrate one after another. */
async function migrate(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
  await client.query(
    'CREATE TABLE IF NOT EXISTS sifaka_migrations (version integer PRIMARY KEY, at timestamptz DEFAULT now())',
  )
  const { rows } = await client.query<{ version: number | null }>(
    'SELECT max(version) AS version FROM sifaka_migrations',
  )
  const done = rows[0]?.version ?? 0
  for (const [index, statements] of pendingMigrations(POSTGRESQL_MIGRATIONS, done).entries()) {
    await client.query(statements)
    await client.query('INSERT INTO sifaka_migrations (version) VALUES ($1)', [done + index + 1])
  }
}

const options = lazyStrictObject(() => ({
  url: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional()
    .describe('address of the database (default: the variable DATABASE_URL)'),
  patience: z
    .string()
    .refine(isDuration, 'must be a duration, for example 90s or 2h')
    .optional()
    .describe('how long a run waits for a server that is down; default: 60s, in a layered store 1s'),
}))

export const postgresqlStore: StoreDefinition<typeof options> = {
  name: 'postgresql',
  summary: 'a PostgreSQL database that many machines share',
  options,
  identityOf: ({ url }, { env }) => identityOfDatabase(url ?? env['DATABASE_URL'] ?? '', env),
  create({ url, patience }, { env, signal, isLayer }) {
    return openPostgresqlStore({
      url: databaseAddress(url, env),
      patienceMs: toMs(patience ?? (isLayer ? '1s' : '60s')),
      signal,
    })
  },
}
