/**
 * Numbers by id in 16 bytes a slot, since a million ids as strings are more than a hundred megabytes. An id is
 * known by a hash of 64 bits: among a million ids the odds that any two are taken for one are 3 in 10^8.
 */
export interface IdIndex {
  readonly size: number
  get(id: string): number | undefined
  /** `value` is a whole number from 0 that a double holds exactly. */
  set(id: string, value: number): void
  /** Sets the value of an id that has none; returns the value that it had. */
  add(id: string, value: number): number | undefined
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
  const write = (id: string, value: number, replaces: boolean): number | undefined => {
    hash(id)
    const slot = slotOf(table, high, low)
    const stored = table.values[slot] ?? 0
    if (stored === 0 || replaces) put(table, slot, value + 1)
    if (stored === 0 && ++size > table.values.length * FULLEST) table = grown(table)
    return stored === 0 ? undefined : stored - 1
  }
  return {
    get size() {
      return size
    },
    get(id) {
      hash(id)
      const stored = table.values[slotOf(table, high, low)] ?? 0
      return stored === 0 ? undefined : stored - 1
    },
    set: (id, value) => void write(id, value, true),
    add: (id, value) => write(id, value, false),
  }
}

const tableOf = (slots: number): Table => ({
  hashes: new Uint32Array(2 * slots),
  values: new Float64Array(slots),
})

/** The halves of the hash that was made last; a pair for each of a million ids would be garbage. */
let high = 0
let low = 0

/** Two multiplicative hashes side by side, each finished with the bits of the other, as in MurmurHash3. */
function hash(id: string): void {
  let one = 0xdeadbeef
  let other = 0x41c6ce57
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x9e3779b1)
    other = Math.imul(other ^ unit, 0x5f356495)
    other ^= other >>> 15
  }
  high = finished(one ^ id.length, other)
  low = finished(other, high)
}

function finished(own: number, other: number): number {
  let bits = own ^ (other >>> 13)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
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

function put({ hashes, values }: Table, slot: number, stored: number): void {
  hashes[2 * slot] = high
  hashes[2 * slot + 1] = low
  values[slot] = stored
}

function grown(from: Table): Table {
  const to = tableOf(2 * from.values.length)
  from.values.forEach((stored, slot) => {
    if (stored === 0) return
    high = from.hashes[2 * slot] ?? 0
    low = from.hashes[2 * slot + 1] ?? 0
    put(to, slotOf(to, high, low), stored)
  })
  return to
}
