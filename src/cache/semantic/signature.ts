/**
 * Signs of a vector on random axes. The share of signs in which two vectors differ is the angle between them, as a
 * share of 180 degrees (Charikar, "Similarity estimation techniques from rounding algorithms", 2002). With 1,024 axes,
 * the cosine is exact to about 0.03.
 */
import { seededRandom } from '../../util/random.ts'

const BITS = 1024
/** Similar vectors agree in all bits of at least one band, and so are listed under a common key. */
const BANDS = 16
const BITS_PER_BAND = 6

/** Returns the signs as bits in base64. */
export function signatureOf(vector: readonly number[]): string {
  const axes = axesFor(vector.length)
  const bytes = new Uint8Array(BITS / 8)
  for (let bit = 0; bit < BITS; bit++) {
    let sum = 0
    for (const [index, value] of vector.entries()) sum += value * (axes[bit * vector.length + index] ?? 0)
    if (sum > 0) bytes[bit >> 3]! |= 1 << (bit & 7)
  }
  return Buffer.from(bytes).toString('base64')
}

export function bandsOf(signature: string): string[] {
  const bytes = Buffer.from(signature, 'base64')
  const bitAt = (bit: number) => (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1).toString()
  return Array.from({ length: BANDS }, (_, band) => {
    const bits = Array.from({ length: BITS_PER_BAND }, (__, index) => bitAt(band * BITS_PER_BAND + index))
    return `${band}:${bits.join('')}`
  })
}

/** The cosine of the two vectors, as far as their signatures tell; 0 if it is negative. */
export function signatureSimilarity(one: string, other: string): number {
  const [left, right] = [one, other].map((each) => Buffer.from(each, 'base64'))
  if (!left || left.length !== right?.length) return 0
  let different = 0
  for (const [index, byte] of left.entries()) {
    for (let bits = byte ^ (right[index] ?? 0); bits > 0; bits &= bits - 1) different++
  }
  return Math.max(0, Math.cos((Math.PI * different) / BITS))
}

let cached: Int8Array | undefined

/** The same axes in each process, so that signatures can be compared. */
function axesFor(dimensions: number): Int8Array {
  if (cached?.length === BITS * dimensions) return cached
  const random = seededRandom(dimensions)
  cached = Int8Array.from({ length: BITS * dimensions }, () => (random() < 0.5 ? -1 : 1))
  return cached
}
