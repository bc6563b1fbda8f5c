import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { readBytesNow } from './read-bytes.ts'
import { sha256 } from '../hash.ts'

/** Larger files count by their size and the time of their last change. */
const MAX_HASHED_BYTES = 64 * 2 ** 20

/** Reads the files on which a validator or a critic depends, and keeps hashes of their contents. */
export class FileReads {
  readonly #versions = new Map<string, string>()

  /** Throws the error of the system. */
  readText(path: string): string {
    return this.#read(path).toString('utf8')
  }

  /** Undefined if there is no such file, or if it cannot be read. */
  readTextIfPresent(path: string): string | undefined {
    try {
      return this.readText(path)
    } catch {
      return undefined
    }
  }

  /** Counts those of the words that are paths of files, such as arguments of a program. */
  noteFiles(words: readonly string[]): void {
    for (const word of words) {
      try {
        const found = statSync(word)
        if (found.isFile() && found.size > MAX_HASHED_BYTES)
          this.#note(word, `${found.size} ${found.mtimeMs}`)
        else if (found.isFile()) this.#read(word)
      } catch {
        // It does not exist, or the program cannot read it either.
      }
    }
  }

  /** Counts a file, or the files of a folder and of those in it, but for folders behind links. */
  noteTree(path: string): void {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    const names = isFolder ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
    this.noteFiles([path, ...names.map((name) => join(path, name))])
  }

  /** Differs after each change of a file; undefined if none was read. */
  get digest(): string | undefined {
    if (this.#versions.size === 0) return undefined
    const sorted = [...this.#versions].toSorted(([one], [other]) => (one < other ? -1 : 1))
    return sha256(JSON.stringify(sorted))
  }

  #read(path: string): Buffer {
    const bytes = readBytesNow(path)
    this.#note(path, sha256(bytes))
    return bytes
  }

  #note(path: string, version: string): void {
    // Relative, so that a project that is moved as a whole keeps its digest.
    this.#versions.set(relative('', resolve(path)), version)
  }
}
