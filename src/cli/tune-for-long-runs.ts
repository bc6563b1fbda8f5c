import { setFlagsFromString } from 'node:v8'

/** Saves memory and CPU time in commands that run long. */
export function tuneForLongRuns(): void {
  // V8 then collects garbage once the heap has doubled; by default, the heap may quadruple. Few objects live long, so this
  // saves a fifth of the memory, for a few percent of the CPU time.
  setFlagsFromString('--heap-growing-percent=100')
  // V8's compiler takes a quarter of a batch's CPU time. With less inlining, the batch takes a tenth less CPU time.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=200')
}
