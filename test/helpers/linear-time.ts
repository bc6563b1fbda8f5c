/**
 * Asserts that work takes time in proportion to the length of its text. Texts of growing length are compared within
 * one run, by CPU time, so that the assertion holds on a slow machine and on a busy one.
 */
import { expect } from 'vitest'

/** Each text is this many times as long as the one before. */
const FACTOR = 8
/** Linear work takes 8 times as long for each step, quadratic work 64 times. */
const MAX_RATIO = 24
/** Shorter times are mostly noise, such as garbage collection. */
const MIN_MS = 25
/** One attempt may be disturbed; work that is not linear exceeds the ratio in each of them. */
const ATTEMPTS = 3
/** No disturbance takes so long that a further attempt would help. */
const MAX_RETRIED_MS = 5000

interface GrowingWork {
  /** Starts the error message. */
  readonly name: string
  readonly textOf: (length: number) => string
  readonly maxLength: number
  readonly work: (text: string) => unknown
}

/** The shorter texts also warm up the code, and end the test before slow work runs on a long text. */
export async function expectLinearTime({ name, textOf, maxLength, work }: GrowingWork): Promise<void> {
  const divisors = [FACTOR ** 3, FACTOR ** 2, FACTOR, 1]
  const texts = divisors.map((divisor) => textOf(Math.ceil(maxLength / divisor)))
  let previousMs = Infinity
  for (const [index, text] of texts.entries()) {
    let tookMs = await cpuMsOf(() => work(text))
    for (let attempt = 1; attempt < ATTEMPTS && tookMs < MAX_RETRIED_MS; attempt++) {
      if (ratioOf(tookMs, previousMs) <= MAX_RATIO) break
      previousMs = await cpuMsOf(() => work(texts[index - 1] ?? ''))
      tookMs = Math.min(tookMs, await cpuMsOf(() => work(text)))
    }
    expect(
      ratioOf(tookMs, previousMs),
      `${name}: ${text.length} characters take ${tookMs} ms, an eighth of them ${previousMs} ms`,
    ).toBeLessThanOrEqual(MAX_RATIO)
    previousMs = tookMs
  }
}

const ratioOf = (tookMs: number, previousMs: number): number => tookMs / Math.max(previousMs, MIN_MS)

/** The CPU time of this process while the work runs. */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return Math.round((user + system) / 1000)
}
