/** The line and column of an index as editors count them, `3:5`: both start at 1, and LF or CRLF ends a line. */
export function position(text: string, at: number): string {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) {
    line++
    start = end + 1
  }
  return `${line}:${at - start + 1}`
}
