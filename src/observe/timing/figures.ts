/** Milliseconds to the microsecond: what lies beyond is noise of the arithmetic. */
export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000

/** Null when there is no whole to be a part of. */
export const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

/** One tally a name, made when it is first asked for, in that order. */
export function tallies<Tally>(create: () => Tally): {
  of(name: string): Tally
  rows<Row>(render: (name: string, tally: Tally) => Row): Row[]
} {
  const byName = new Map<string, Tally>()
  return {
    of(name) {
      const tally = byName.get(name) ?? create()
      byName.set(name, tally)
      return tally
    },
    rows: (render) => Array.from(byName, ([name, tally]) => render(name, tally)),
  }
}
