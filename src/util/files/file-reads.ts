import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/** Reads the files on which a validator or a critic depends, and keeps hashes of their contents. */
export class FileReads {
  readonly #hashes = new Map<string, string>()

  /** Throws the error of the system. */
  read(path: string): Buffer {
    const bytes = readFileSync(path)
    // Relative, so that a project that is moved as a whole keeps its hash.
    this.#hashes.set(relative('', resolve(path)), hash('sha256', bytes, 'hex'))
    return bytes
  }

  readText(path: string): string {
    return this.read(path).toString('utf8')
  }

  /** Undefined if there is no such file, or if it cannot be read. */
  readTextIfPresent(path: string): string | undefined {
    try {
      return existsSync(path) ? this.readText(path) : undefined
    } catch {
      return undefined
    }
  }

  /** Counts those of the words that are paths of files or of folders, such as arguments of a program. */
  noteFiles(words: readonly string[]): void {
    for (const word of words) {
      const found = statSync(word, { throwIfNoEntry: false })
      if (found?.isFile()) this.read(word)
      else if (found?.isDirectory()) this.noteFiles(readdirSync(word).map((name) => join(word, name)))
    }
  }

  /** Differs after each change of a file; undefined if none was read. */
  get digest(): string | undefined {
    if (this.#hashes.size === 0) return undefined
    return hash('sha256', JSON.stringify([...this.#hashes].toSorted()), 'hex')
  }
}
