import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Sets beyond this number of bytes are on disk: in memory, each of them takes some 200 bytes besides its hashes. */
const MAX_MEMORY_BYTES = 1_000_000

/** Numbered sets of hashes. A file in the temporary folder holds what does not fit into memory. */
export class ShingleSets {
  readonly #maxMemoryBytes: number
  readonly #inMemory: Uint32Array[] = []
  #memoryBytes = 0
  #file: number | undefined
  #fileBytes = 0
  /** Per set on disk: where it ends in the file. */
  #ends = new Float64Array(1024)
  #onDisk = 0

  constructor(maxMemoryBytes = MAX_MEMORY_BYTES) {
    this.#maxMemoryBytes = maxMemoryBytes
  }

  add(set: Uint32Array): void {
    if (this.#file === undefined && this.#memoryBytes + set.byteLength <= this.#maxMemoryBytes) {
      this.#inMemory.push(set)
      this.#memoryBytes += set.byteLength
      return
    }
    this.#file ??= openUnlinked()
    const bytes = new Uint8Array(set.buffer, set.byteOffset, set.byteLength)
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#file, bytes, written, bytes.length - written, this.#fileBytes + written)
    }
    this.#fileBytes += bytes.length
    if (this.#onDisk === this.#ends.length) {
      const ends = this.#ends
      this.#ends = new Float64Array(2 * ends.length)
      this.#ends.set(ends)
    }
    this.#ends[this.#onDisk++] = this.#fileBytes
  }

  get(number: number): Uint32Array {
    const known = this.#inMemory[number]
    if (known) return known
    const position = number - this.#inMemory.length
    const start = position === 0 ? 0 : (this.#ends[position - 1] ?? 0)
    const bytes = new Uint8Array((this.#ends[position] ?? 0) - start)
    for (let read = 0; read < bytes.length && this.#file !== undefined;) {
      const count = readSync(this.#file, bytes, read, bytes.length - read, start + read)
      if (count === 0) throw new Error('the temporary file of distinct was truncated')
      read += count
    }
    return new Uint32Array(bytes.buffer)
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}

/** The file disappears when it is closed, however the process ends. */
function openUnlinked(): number {
  const folder = mkdtempSync(join(tmpdir(), 'sifaka-'))
  const file = openSync(join(folder, 'shingles'), 'w+')
  try {
    rmSync(folder, { recursive: true })
  } catch {
    // Windows cannot remove an open file; the folder of temporary files is cleaned by the system.
  }
  return file
}
