/** Bytes as a file or a pipe hands them out: in pieces. */

export async function* chunksOf(bytes: Buffer, size = bytes.length || 1): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Cut at these places, taken modulo the length; equal and touching places make empty pieces. */
export async function* cutAt(bytes: Buffer, places: readonly number[]): AsyncGenerator<Buffer> {
  const cuts = places.map((place) => place % (bytes.length + 1)).toSorted((one, other) => one - other)
  const ends = [...cuts, bytes.length]
  for (const [index, end] of ends.entries()) yield bytes.subarray(ends[index - 1] ?? 0, end)
}
