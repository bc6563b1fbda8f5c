import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { readBytesNow } from './read-bytes.ts'
import { sha256 } from '../hash.ts'
import { codeOf, describeReadFailure } from './system-errors.ts'

/** Larger files count by their size and the time of their last change. */
const MAX_HASHED_BYTES = 64 * 2 ** 20

/** As `TextDecoder`, which TypeScript knows only with the types of Node. */
interface Decoder {
  readonly encoding: string
  decode(bytes: Uint8Array): string
}

const utf8: Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the files on which a validator or a critic depends, and keeps hashes of their contents. */
export class FileReads {
  readonly #versions = new Map<string, string>()

  /** Throws an error whose message says why the file cannot be read, also if it is not in the encoding of `decoder`. */
  readText(path: string, decoder: Decoder = utf8): string {
    let bytes
    try {
      bytes = this.#read(path)
    } catch (error) {
      throw new Error(describeReadFailure(error, path), { cause: error })
    }
    try {
      return decoder.decode(bytes)
    } catch (error) {
      throw new Error(`${path} is not ${decoder.encoding.toUpperCase()} text`, { cause: error })
    }
  }

  /** Undefined if there is no such file. Throws like `readText` if there is one that cannot be read. */
  readTextIfPresent(path: string): string | undefined {
    try {
      return this.readText(path)
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(String(codeOf(Object(error).cause)))) return undefined
      throw error
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
