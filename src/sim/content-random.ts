import { digest } from '../util/hash.ts'
import { seededRandom } from '../util/random.ts'

/** Returns a generator of numbers that are uniform in [0, 1). Equal parts give equal sequences. */
export const randomFrom = (...parts: readonly unknown[]): (() => number) =>
  seededRandom(Number.parseInt(digest(JSON.stringify(parts)).slice(0, 8), 16))

export const pickFrom = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)]
