import { closeSync, openSync, writeSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'

/** Overwrites the first page of a table in the SQLite file, as a broken disk might. */
export function damageTable(path: string, table: string): void {
  const database = new DatabaseSync(path)
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)
  const size = database.prepare('PRAGMA page_size').get()
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  const pageBytes = Number(size?.['page_size'])
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(pageBytes, 0xff), 0, pageBytes, (Number(row?.['rootpage']) - 1) * pageBytes)
  closeSync(file)
}
