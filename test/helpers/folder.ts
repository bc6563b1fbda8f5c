import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

export interface Folder {
  readonly path: (name: string) => string
  /** Writes a file, and its folder, as JSON unless it is text; returns its path. */
  readonly write: (name: string, content: unknown) => string
  readonly read: (name: string) => string
}

/** A temporary folder, which is deleted after the tests of a file. */
export function temporaryFolder(): Folder {
  const root = mkdtempSync(join(tmpdir(), 'sifaka-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const path = (name: string) => join(root, name)
  return {
    path,
    read: (name) => readFileSync(path(name), 'utf8'),
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content))
      return path(name)
    },
  }
}
