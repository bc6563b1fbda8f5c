const FENCE = /^ {0,3}(`{3,}|~{3,})/

/** Yields the lines outside fenced code. An unclosed fence extends to the end of the text. */
export function* linesOutsideFences(text: string): Generator<{ line: string; start: number }> {
  let fence = ''
  let start = 0
  while (start < text.length) {
    const end = text.indexOf('\n', start)
    const line = text.slice(start, end === -1 ? text.length : end)
    const [, marks = ''] = FENCE.exec(line) ?? []
    if (fence === '' && marks === '') yield { line, start }
    else if (fence === '') fence = marks
    else if (marks.startsWith(fence)) fence = ''
    start = end === -1 ? text.length : end + 1
  }
}
