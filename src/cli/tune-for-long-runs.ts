import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** V8 reserves up to 32 MB for new objects, and uses half of what it has reserved. */
const ENOUGH_FOR_NEW_OBJECTS_BYTES = 16 * 2 ** 20

/**
 * Saves memory and CPU time in commands that run long. It changes flags of V8 only once the program has worked for a
 * while, since Node rejects the compiled form of code that it loads after a change, and compiles that code anew.
 */
export function tuneForLongRuns(): void {
  const collections = new PerformanceObserver(() => {
    if (bytesForNewObjects() < ENOUGH_FOR_NEW_OBJECTS_BYTES) return
    collections.disconnect()
    // Saves a tenth of a batch's memory, for a few percent of its CPU time.
    setFlagsFromString('--semi-space-growth-factor=1')
    // V8 then collects garbage once the heap has grown by half; by default, the heap may quadruple. Few objects live
    // long, so this saves more than a fifth of the memory, for a few percent of the CPU time.
    setFlagsFromString('--heap-growing-percent=50')
    // V8's compiler takes a quarter of a batch's CPU time. With less inlining, the batch takes a tenth less CPU time.
    setFlagsFromString('--max-inlined-bytecode-size-cumulative=200')
  })
  collections.observe({ entryTypes: ['gc'] })
}

const bytesForNewObjects = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0
