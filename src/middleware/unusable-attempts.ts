import type { Meter } from '../core/scope.ts'

/** A meter that remembers the attempts with an unusable answer; `waste` reports them as wasted. */
export function rememberUnusable(meter: Meter): Meter & { readonly waste: () => void } {
  const unusables: (() => void)[] = []
  return {
    async start(expected) {
      const end = await meter.start(expected)
      return (wasted, unusable) => {
        end(wasted, unusable)
        if (unusable) unusables.push(() => end(unusable))
      }
    },
    waste: () => unusables.forEach((end) => end()),
  }
}
