/** The line and column of an index, such as `3:5`. As in editors, both start at 1, and a line ends with LF or CRLF. */
export function position(text: string, at: number): string {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) {
    line++
    start = end + 1
  }
  return `${line}:${at - start + 1}`
}
