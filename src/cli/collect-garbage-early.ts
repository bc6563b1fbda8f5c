import { setFlagsFromString } from 'node:v8'

/**
 * Collects garbage whenever the heap has doubled; by default, it may quadruple. For commands that run long: since few of
 * their objects live long, this saves a fifth of their memory, for a few percent of their time.
 */
export const collectGarbageEarly = (): void => setFlagsFromString('--heap-growing-percent=100')
