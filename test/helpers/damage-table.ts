import { closeSync, openSync, writeSync } from 'node:fs'
import { openSqlite } from '../../src/util/backends/sqlite.ts'

/** Overwrites the first page of a table in the SQLite file, as a broken disk might. */
export async function damageTable(path: string, table: string): Promise<void> {
  const database = await openSqlite(path, { migrations: [''] })
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)
  const size = database.prepare('PRAGMA page_size').get()
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  const pageBytes = Number(size?.['page_size'])
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(pageBytes, 0xff), 0, pageBytes, (Number(row?.['rootpage']) - 1) * pageBytes)
  closeSync(file)
}
