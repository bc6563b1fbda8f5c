/** The words of a text that are written to be read: no code, no addresses, no file names. */

export interface ProseWord {
  readonly word: string
  readonly at: number
  /** The first of its line or sentence, so that its capital letter says nothing. */
  readonly opens: boolean
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/
const INLINE_CODE = /`[^`\n]{0,2000}`/g
const NO_PROSE = /[@\\/_<>{}=|#$\d]|\p{L}[.:]\p{L}/u
const WORD = /\p{L}[\p{L}\p{M}]{0,60}(?:['’][\p{L}\p{M}]{1,20}){0,3}/gu
const LINE_START = /^[\s>*#+\-"'“‘([]*(?:\d{1,9}[.)]\s+)?$/

export function* proseWords(text: string): Generator<ProseWord> {
  for (const { line, start } of linesOutsideFences(text)) {
    const prose = line.replace(INLINE_CODE, (code) => ' '.repeat(code.length))
    let opens = true
    for (const { 0: chunk, index } of prose.matchAll(/\S{1,200}/g)) {
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

/** The text with spaces where its fenced code is, so that positions stay true. */
export function withoutCode(text: string): string {
  const pieces: string[] = []
  let end = 0
  for (const { line, start } of linesOutsideFences(text)) {
    pieces.push(text.slice(end, start).replace(/[^\n]/g, ' '), line, '\n')
    end = start + line.length + 1
  }
  return pieces.join('').slice(0, text.length)
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
