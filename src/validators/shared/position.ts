/** Where things stand in a text, as editors count it. */

/** `3:5`: the line and the column, each from 1; both LF and CRLF end a line. */
export function position(text: string, at: number): string {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) {
    line++
    start = end + 1
  }
  return `${line}:${at - start + 1}`
}

/** The lines that are complete, of a text that is still being written. */
export const completeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)
