/** The words of a text that are written to be read: no code, no addresses, no file names. */

export interface ProseWord {
  readonly word: string
  readonly at: number
  /** The first of its line or sentence, so that its capital letter says nothing. */
  readonly opens: boolean
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const INLINE_CODE = /`[^`\n]*`/g
const NO_PROSE = /[@\\/_<>{}=|#$\d]|\p{L}[.:]\p{L}/u
const WORD = /\p{L}[\p{L}\p{M}]*(?:['’][\p{L}\p{M}]+)*/gu
const LINE_START = /^[\s>*#+\-"'“‘([]*(?:\d{1,9}[.)]\s+)?$/

export function* proseWords(text: string): Generator<ProseWord> {
  for (const { line, start } of linesOutsideFences(text)) {
    const prose = line.replace(INLINE_CODE, (code) => ' '.repeat(code.length))
    let opens = true
    for (const { 0: chunk, index } of prose.matchAll(/\S+/g)) {
      if (!NO_PROSE.test(chunk)) {
        for (const { 0: word, index: inside } of chunk.matchAll(WORD)) {
          yield { word, at: start + index + inside, opens }
          opens = false
        }
      }
      opens = /[.!?:…]["'”’)\]*]{0,4}$/.test(chunk.slice(-6)) || (opens && LINE_START.test(chunk))
    }
  }
}

/** An open fence runs on to the end. */
function* linesOutsideFences(text: string): Generator<{ line: string; start: number }> {
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
