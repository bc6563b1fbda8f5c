/** Maps each word of the list to the first word of its group. Semicolons separate the groups. */
export const wordGroups = (list: string): ReadonlyMap<string, string> =>
  new Map(
    list.split(';').flatMap((group) => {
      const words = group.trim().split(/\s+/)
      return words.map((word) => [word, words[0] ?? ''] as const)
    }),
  )
