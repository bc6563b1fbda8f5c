/** Finds the words of a text that belong to prose rather than to code, addresses or file names. */
import { linesOutsideFences } from '../shared/code-fences.ts'

export interface ProseWord {
  readonly word: string
  readonly at: number
  /** Whether the word is the first of a line or a sentence, where a capital letter does not show a name. */
  readonly isFirst: boolean
}

const INLINE_CODE = /`[^`\n]{0,2000}`/g
const NOT_PROSE = /[@\\/_<>{}=|#$\d]|\p{L}[.:]\p{L}/u
const WORD = /\p{L}[\p{L}\p{M}]{0,60}(?:['’][\p{L}\p{M}]{1,20}){0,3}/gu
const LINE_START = /^[\s>*#+\-"'“‘([]*(?:\d{1,9}[.)]\s+)?$/

export function* proseWords(text: string): Generator<ProseWord> {
  for (const { line, start } of linesOutsideFences(text)) {
    const prose = line.replace(INLINE_CODE, (code) => ' '.repeat(code.length))
    let isFirst = true
    for (const { 0: chunk, index } of prose.matchAll(/\S{1,200}/g)) {
      if (!NOT_PROSE.test(chunk)) {
        for (const { 0: word, index: inside } of chunk.matchAll(WORD)) {
          yield { word, at: start + index + inside, isFirst }
          isFirst = false
        }
      }
      isFirst = /[.!?:…]["'”’)\]*]{0,4}$/.test(chunk.slice(-6)) || (isFirst && LINE_START.test(chunk))
    }
  }
}

/** Replaces fenced code by spaces, so that positions remain correct. */
export function withoutCode(text: string): string {
  const pieces: string[] = []
  let end = 0
  for (const { line, start } of linesOutsideFences(text)) {
    pieces.push(text.slice(end, start).replace(/[^\n]/g, ' '), line, '\n')
    end = start + line.length + 1
  }
  return pieces.join('').slice(0, text.length)
}
