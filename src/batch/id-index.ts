import { createHash } from 'node:crypto'

/**
 * Numbers by id in 16 bytes a slot, since a million ids as strings are more than a hundred megabytes. An id is
 * known by 64 bits of its SHA-256: among a million ids the odds that any two are taken for one are 3 in 10^8.
 */
export interface IdIndex {
  readonly size: number
  get(id: string): number | undefined
  /** `value` is a whole number from 0 that a double holds exactly. */
  set(id: string, value: number): void
}

const FIRST_SLOTS = 1024
/** Probing stays short up to here. */
const FULLEST = 0.6

interface Table {
  readonly hashes: Uint32Array
  /** One more than the value; 0 is a free slot. */
  readonly values: Float64Array
}

export function idIndex(): IdIndex {
  let table = tableOf(FIRST_SLOTS)
  let size = 0
  return {
    get size() {
      return size
    },
    get(id) {
      const [high, low] = hashOf(id)
      const stored = table.values[slotOf(table, high, low)] ?? 0
      return stored === 0 ? undefined : stored - 1
    },
    set(id, value) {
      const [high, low] = hashOf(id)
      const slot = slotOf(table, high, low)
      if (table.values[slot] === 0) size++
      put(table, slot, high, low, value + 1)
      if (size > table.values.length * FULLEST) table = grown(table)
    },
  }
}

const tableOf = (slots: number): Table => ({
  hashes: new Uint32Array(2 * slots),
  values: new Float64Array(slots),
})

function hashOf(id: string): [high: number, low: number] {
  const hash = createHash('sha256').update(id).digest()
  return [hash.readUInt32LE(0), hash.readUInt32LE(4)]
}

/** Where the hash stands, or the free slot where it belongs: linear probing over a power of two. */
function slotOf({ hashes, values }: Table, high: number, low: number): number {
  const mask = values.length - 1
  let slot = low & mask
  while (values[slot] !== 0 && (hashes[2 * slot] !== high || hashes[2 * slot + 1] !== low)) {
    slot = (slot + 1) & mask
  }
  return slot
}

function put({ hashes, values }: Table, slot: number, high: number, low: number, stored: number): void {
  hashes[2 * slot] = high
  hashes[2 * slot + 1] = low
  values[slot] = stored
}

function grown(from: Table): Table {
  const to = tableOf(2 * from.values.length)
  from.values.forEach((stored, slot) => {
    if (stored === 0) return
    const [high = 0, low = 0] = from.hashes.subarray(2 * slot, 2 * slot + 2)
    put(to, slotOf(to, high, low), high, low, stored)
  })
  return to
}
