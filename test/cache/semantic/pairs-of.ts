/** The pairs of a list with one pair a line, which " | " separates. */
export const pairsOf = (list: string): (readonly [string, string])[] =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [one = '', other = ''] = line.split(' | ')
      return [one, other] as const
    })
