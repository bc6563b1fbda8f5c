import { fork } from 'node:child_process'
import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inTransaction, openSqlite } from '../../../src/util/backends/sqlite.ts'
import { bundle } from '../../helpers/bundle.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()
const migrations = ['CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)']
const permissionsOf = (name: string) => statSync(folder.path(name)).mode & 0o777

it('creates the folder and the files for this user only, and mends the permissions of an existing file', async () => {
  const path = folder.path('new/notes.sqlite')
  const database = await openSqlite(path, { migrations })
  database.exec("INSERT INTO notes (text) VALUES ('one')")
  expect(permissionsOf('new')).toBe(0o700)
  expect(['', '-wal', '-shm'].map((end) => permissionsOf(`new/notes.sqlite${end}`))).toEqual([
    0o600, 0o600, 0o600,
  ])
  database.close()
  chmodSync(path, 0o644)
  ;(await openSqlite(path, { migrations })).close()
  expect(permissionsOf('new/notes.sqlite')).toBe(0o600)
})

it('runs each migration once, and keeps what earlier versions wrote', async () => {
  const path = folder.path('versions.sqlite')
  const first = await openSqlite(path, { migrations })
  first.exec("INSERT INTO notes (text) VALUES ('one')")
  first.close()
  const next = [...migrations, "ALTER TABLE notes ADD COLUMN author TEXT DEFAULT 'unknown'"]
  for (let opened = 0; opened < 2; opened++) {
    const second = await openSqlite(path, { migrations: next })
    expect(second.prepare('SELECT * FROM notes').all()).toMatchObject([{ text: 'one', author: 'unknown' }])
    second.close()
  }
  await expect(openSqlite(path, { migrations })).rejects.toThrow('newer version')
})

it('rejects a damaged file and does not change it', async () => {
  const path = folder.path('damaged.sqlite')
  writeFileSync(path, 'this is no database, '.repeat(500))
  await expect(openSqlite(path, { migrations })).rejects.toThrow('not a database')
  expect(folder.read('damaged.sqlite')).toContain('this is no database')
})

it('undoes a transaction that throws', async () => {
  const database = await openSqlite(folder.path('undo.sqlite'), { migrations })
  const insert = () => database.exec("INSERT INTO notes (text) VALUES ('one')")
  const fails = () => {
    insert()
    throw new Error('no')
  }
  expect(() => inTransaction(database, fails)).toThrow('no')
  inTransaction(database, insert)
  expect(database.prepare('SELECT count(*) AS count FROM notes').get()).toMatchObject({ count: 1 })
  database.close()
})

it('is opened by 100 connections at once from several processes, none of which is refused', async () => {
  const path = folder.path('shared/notes.sqlite')
  const script = await bundle(
    `import { openSqlite } from ${JSON.stringify(`${import.meta.dirname}/../../../src/util/backends/sqlite.ts`)}
    const options = { migrations: ${JSON.stringify(migrations)} }
    const opened = await Promise.all(Array.from({ length: 10 }, () => openSqlite(process.argv[2], options)))
    for (const database of opened) database.exec("INSERT INTO notes (text) VALUES ('one')")`,
    `${import.meta.dirname}/../../../node_modules/.cache/sifaka/open-sqlite.mjs`,
  )
  const codes = await Promise.all(
    Array.from({ length: 10 }, () => new Promise((resolve) => fork(script, [path]).on('exit', resolve))),
  )
  expect(codes).toEqual(Array(10).fill(0))
  const database = await openSqlite(path, { migrations })
  expect(database.prepare('SELECT count(*) AS count FROM notes').get()).toMatchObject({ count: 100 })
  database.close()
})
