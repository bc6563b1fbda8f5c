/** The code with each `{ start, end, text }` replaced; the ranges do not overlap. */
export function applyEdits(edits, code) {
  let result = ''
  let position = 0
  for (const { start, end, text } of edits.toSorted((one, other) => one.start - other.start)) {
    result += code.slice(position, start) + text
    position = end
  }
  return result + code.slice(position)
}
