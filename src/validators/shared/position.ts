/** Converts indices of a text to lines and columns. As in editors, both start at 1, and a line ends with LF or CRLF. */
import { sortedIndex } from './sorted-index.ts'

/** The line and column of an index, such as `3:5`. */
export function position(text: string, at: number): string {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) {
    line++
    start = end + 1
  }
  return `${line}:${at - start + 1}`
}

/** Returns a function that converts indices of this text; it takes logarithmic time. */
export function createLocator(text: string): (at: number) => { line: number; column: number } {
  const starts = lineStarts(text)
  return (at) => {
    const index = sortedIndex(starts, at)
    return { line: index + 1, column: at - (starts[index] ?? 0) + 1 }
  }
}

/** The index at which each line of the text begins. */
function lineStarts(text: string): number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}
