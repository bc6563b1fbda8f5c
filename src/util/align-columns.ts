/** Pads all cells of a column to the same width. By default, aligns the first column left and the others right. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  alignsRight: (column: number) => boolean = (column) => column > 0,
  minWidth = 0,
): string[][] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? minWidth, cell.length)))
  }
  return rows.map((row) =>
    row.map((cell, column) =>
      alignsRight(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    ),
  )
}

/** One line of text per row, in aligned columns. */
export const alignedLines = (...args: Parameters<typeof alignColumns>): string[] =>
  alignColumns(...args).map((cells) => cells.join('  ').trimEnd())

/** For tables whose columns are all texts. */
export const toTheLeft = (): boolean => false
