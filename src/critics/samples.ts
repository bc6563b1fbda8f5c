/** Asks the same question several times, in parallel. */
import { SifakaError } from '../core/errors.ts'

interface Sampling<Sample> {
  /** The maximum number of samples. */
  readonly count: number
  readonly ask: (index: number) => Promise<Sample>
  readonly onSample: (sample: Sample) => void
  /**
   * How many more samples are needed at least to decide, given how many are left; 0 if no sample can change anything.
   */
  readonly needed: (left: number) => number
}

/**
 * Asks for as many samples at once as are needed at least, until the rest cannot change the result. Returns the number
 * of samples. A sample that fails abstains; rejects with the first error if more than half fail.
 */
export async function sampleUntil<Sample>({
  count,
  ask,
  onSample,
  needed,
}: Sampling<Sample>): Promise<number> {
  const errors: unknown[] = []
  let asked = 0
  for (;;) {
    const wave = needed(count - asked)
    if (wave === 0) break
    const results = await settleSamples(Array.from({ length: wave }, (_, index) => ask(asked + index)))
    asked += wave
    results.samples.forEach(onSample)
    errors.push(...results.errors)
    if (errors.length * 2 >= count) throw errors[0]
  }
  return asked
}

/** Waits for all; errors other than a `SifakaError`, such as an abort, are thrown. */
export async function settleSamples<Sample>(
  running: readonly Promise<Sample>[],
): Promise<{ readonly samples: Sample[]; readonly errors: SifakaError[] }> {
  const results = await Promise.allSettled(running)
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
  const other = errors.find((error) => !(error instanceof SifakaError))
  if (other !== undefined) throw other
  return {
    samples: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    errors: errors.filter((error) => error instanceof SifakaError),
  }
}
