/** Separates the reasoning that some models write in front of their answers, as part of the text. */

/** How models mark reasoning: DeepSeek and Qwen, others, Gemini, Seed, Magistral, and gpt-oss without its parser. */
const MARKS: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<seed:think>', '</seed:think>'],
  ['[THINK]', '[/THINK]'],
  ['<|channel|>analysis<|message|>', '<|channel|>final<|message|>'],
]
const LONGEST_CLOSE = Math.max(...MARKS.map(([, close]) => close.length))
/** The last character of every closing mark. */
const CLOSE_END = /[>\]]/

interface TextPiece {
  readonly text: string
  /**
   * True if all earlier pieces were reasoning, as a closing mark shows, so that they must be discarded. Some models
   * omit the opening mark.
   */
  readonly isRestart: boolean
}

const NOTHING: TextPiece = { text: '', isRestart: false }

/** Splits a text that arrives in pieces. */
export class ThoughtSplitter {
  text = ''
  reasoning = ''
  /** Received text that may still turn out to be part of a mark, or reasoning. */
  #undecided = ''
  /** Undefined if the reasoning began without a mark. */
  #close: string | undefined
  #state: 'start' | 'reasoning' | 'text'
  #hasEnded = false
  /** The last characters of the text. */
  #end = ''

  /** With `startsWithReasoning`, the text is expected to begin within the reasoning. */
  constructor(startsWithReasoning: boolean) {
    this.#state = startsWithReasoning ? 'reasoning' : 'start'
  }

  /** Whether the reasoning ended with a mark but began without one. */
  get lacksOpening(): boolean {
    return this.#hasEnded && this.#close === undefined
  }

  /** Returns the new piece of the text. */
  push(piece: string): TextPiece {
    this.#undecided += piece
    if (this.#state === 'start') this.#readStart()
    if (this.#state === 'reasoning') this.#readReasoning()
    return this.#state === 'text' ? this.#takeText() : NOTHING
  }

  /** Returns the last piece of the text. Reasoning that does not end is never text. */
  end({ isTruncated }: { readonly isTruncated: boolean }): TextPiece {
    const wasExpectedInVain = this.#state === 'reasoning' && this.#close === undefined && !isTruncated
    if (this.#state === 'start' || wasExpectedInVain) this.#state = 'text'
    if (this.#state === 'text') return this.#takeText()
    this.reasoning = this.#undecided
    return NOTHING
  }

  #readStart(): void {
    const start = this.#undecided.trimStart()
    const mark = MARKS.find(([open]) => start.startsWith(open))
    if (mark) {
      this.#close = mark[1]
      this.#undecided = start.slice(mark[0].length)
      this.#state = 'reasoning'
    } else if (!MARKS.some(([open]) => open.startsWith(start))) {
      this.#state = 'text'
    }
  }

  #readReasoning(): void {
    const found = findClose(this.#undecided, this.#close, 0)
    if (!found) return
    const reasoning = this.#undecided.slice(0, found.start)
    const isMarked = reasoning.trimStart().startsWith(found.open)
    this.reasoning = isMarked ? reasoning.trimStart().slice(found.open.length) : reasoning
    this.#undecided = this.#undecided.slice(found.end)
    this.#hasEnded = true
    this.#state = 'text'
  }

  #takeText(): TextPiece {
    const isFirst = this.text === '' && this.#hasEnded
    const added = isFirst ? this.#undecided.trimStart() : this.#undecided
    const before = this.text.length
    this.#undecided = ''
    this.text += added
    if (this.#hasEnded) return { text: added, isRestart: false }
    // Only the end is searched, since a search of the whole text would take quadratic time.
    const end = this.#end + added
    this.#end = end.slice(-LONGEST_CLOSE)
    if (!CLOSE_END.test(added) || !findClose(end, undefined, 0)) return { text: added, isRestart: false }
    const found = findClose(this.text, undefined, Math.max(0, before - LONGEST_CLOSE))
    // If the text also contains the opening mark, it is a text about marks, not reasoning.
    if (!found || this.text.slice(0, found.start).includes(found.open))
      return { text: added, isRestart: false }
    this.#hasEnded = true
    this.reasoning = this.text.slice(0, found.start)
    this.text = this.text.slice(found.end).trimStart()
    return { text: this.text, isRestart: true }
  }
}

function findClose(text: string, close: string | undefined, from: number) {
  for (const [open, mark] of MARKS) {
    if (close !== undefined && mark !== close) continue
    const start = text.indexOf(mark, from)
    if (start !== -1) return { open, start, end: start + mark.length }
  }
  return undefined
}
