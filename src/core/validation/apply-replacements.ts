import type { Finding } from './finding.ts'

/** Applies the replacements of the findings. Of those that overlap, only the first is applied. */
export function applyReplacements(
  text: string,
  findings: readonly Finding[],
): { readonly text: string; readonly count: number } {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  const indexOf = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1
  const edits = findings
    .flatMap(({ line, column, endLine = line, endColumn, replacement }) =>
      replacement === undefined || endColumn === undefined
        ? []
        : [{ from: indexOf(line, column), to: indexOf(endLine, endColumn), replacement }],
    )
    .toSorted((one, other) => one.from - other.from)
  const pieces: string[] = []
  let end = 0
  let count = 0
  let lastFrom = -1
  for (const { from, to, replacement } of edits) {
    if (from < end || from === lastFrom) continue
    pieces.push(text.slice(end, from), replacement)
    end = to
    lastFrom = from
    count++
  }
  return { text: pieces.join('') + text.slice(end), count }
}
