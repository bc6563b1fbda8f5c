const INITIAL_SLOTS = 1024
/** The table grows when it is fuller than this, so that probe sequences stay short. */
const MAX_LOAD = 0.6

interface Table {
  readonly hashes: Uint32Array
  /** The value plus one; 0 marks a free slot. */
  readonly values: Float64Array
}

/**
 * Maps ids to numbers in 16 bytes per slot, since a million ids as strings take more than a hundred megabytes. It
 * stores a 64-bit hash of each id: among a million ids, the probability that any two collide is 3 in 10^8.
 */
export function idIndex() {
  let table = tableOf(INITIAL_SLOTS)
  let size = 0
  const write = (id: string, value: number, replaces: boolean): number | undefined => {
    hash(id)
    const slot = slotOf(table, high, low)
    const stored = table.values[slot] ?? 0
    if (stored === 0 || replaces) put(table, slot, value + 1)
    if (stored === 0 && ++size > table.values.length * MAX_LOAD) table = grown(table)
    return stored === 0 ? undefined : stored - 1
  }
  return {
    get size(): number {
      return size
    },
    get(id: string): number | undefined {
      hash(id)
      const stored = table.values[slotOf(table, high, low)] ?? 0
      return stored === 0 ? undefined : stored - 1
    },
    /** `value` is a safe integer of 0 or more. */
    set: (id: string, value: number): void => void write(id, value, true),
    /** Sets the value of an id only if it has none; returns the previous value. */
    add: (id: string, value: number): number | undefined => write(id, value, false),
  }
}

const tableOf = (slots: number): Table => ({
  hashes: new Uint32Array(2 * slots),
  values: new Float64Array(slots),
})

/** `hash` stores the two halves of its result here; returning a pair would allocate an object per id. */
let high = 0
let low = 0

/** Two multiplicative hashes, each finalized with the bits of the other as in MurmurHash3. */
function hash(id: string): void {
  let one = 0xdeadbeef
  let other = 0x41c6ce57
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at)
    one = Math.imul(one ^ unit, 0x9e3779b1)
    other = Math.imul(other ^ unit, 0x5f356495)
    other ^= other >>> 15
  }
  high = finalize(one ^ id.length, other)
  low = finalize(other, high)
}

function finalize(own: number, other: number): number {
  let bits = own ^ (other >>> 13)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Finds the slot of this hash, or the free slot for it, by linear probing. The number of slots is a power of two. */
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
