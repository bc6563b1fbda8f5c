import type { SqliteDatabase } from './sqlite.ts'

interface SharedReadsOptions {
  readonly clock: { after(delayMs: number, action: () => void): () => void }
  readonly forMs: number
}

/**
 * Lets the reads of a database within some time share one transaction, since SQLite takes longer to begin one than to
 * read. They do not see what other processes store in the meantime.
 */
export function createSharedReads(database: SqliteDatabase, { clock, forMs }: SharedReadsOptions) {
  let cancel: (() => void) | undefined
  const end = (): void => {
    if (!cancel) return
    cancel()
    cancel = undefined
    // SQLite itself ends a transaction after some errors.
    if (database.isTransaction) database.exec('ROLLBACK')
  }
  return {
    /** To be called before each read. */
    begin(): void {
      if (cancel) return
      database.exec('BEGIN')
      cancel = clock.after(forMs, end)
    },
    /** To be called before anything else is done with the database. */
    end,
  }
}
