import { digest } from '../util/hash.ts'
import { seededRandom } from '../util/random.ts'

/** Chance that hangs on content alone: the same parts, the same sequence, whatever happened before. */
export const chance = (...parts: readonly unknown[]): (() => number) =>
  seededRandom(Number.parseInt(digest(JSON.stringify(parts)).slice(0, 8), 16))

export const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)]
