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

/** Splits a text that arrives in pieces. */
export class ThoughtSplitter {
  text = ''
  reasoning = ''
  /** Everything received since the last change of the state that is not yet known to be text. */
  #undecided = ''
  #close: string | undefined
  #state: 'start' | 'reasoning' | 'text'
  #mayLackOpening = true

  /** With `startsWithReasoning`, the text begins within the reasoning: the opening mark is part of the prompt. */
  constructor(startsWithReasoning: boolean) {
    this.#state = startsWithReasoning ? 'reasoning' : 'start'
  }

  /** Returns the new piece of the text; `isRestart` if all earlier pieces turned out to be reasoning. */
  push(piece: string): { readonly text: string; readonly isRestart: boolean } {
    if (this.#state === 'text') return this.#pushText(piece)
    this.#undecided += piece
    if (this.#state === 'start') this.#readStart()
    if (this.#state === 'reasoning') this.#readReasoning()
    return { text: this.#takeText(), isRestart: false }
  }

  /** Returns the last piece of the text. Reasoning that does not end is never text. */
  end({ isTruncated }: { readonly isTruncated: boolean }): string {
    const wasExpectedInVain = this.#state === 'reasoning' && this.#close === undefined && !isTruncated
    if (this.#state === 'start' || wasExpectedInVain) this.#state = 'text'
    if (this.#state === 'text') return this.#takeText()
    this.reasoning += this.#undecided
    this.#undecided = ''
    return ''
  }

  /** Whether the reasoning ended with a mark but began without one. */
  get lacksOpening(): boolean {
    return this.#state === 'text' && this.#close === undefined && this.reasoning !== ''
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
    const reasoning = this.#undecided.slice(0, found.start).trimStart()
    this.reasoning = reasoning.startsWith(found.open) ? reasoning.slice(found.open.length) : reasoning
    this.#undecided = this.#undecided.slice(found.end).trimStart()
    this.#mayLackOpening = false
    this.#state = 'text'
  }

  #takeText(): string {
    if (this.#state !== 'text') return ''
    const piece = this.text === '' && this.reasoning !== '' ? this.#undecided.trimStart() : this.#undecided
    this.#undecided = ''
    this.text += piece
    return piece
  }

  #pushText(piece: string): { text: string; isRestart: boolean } {
    const from = Math.max(0, this.text.length - LONGEST_CLOSE)
    this.#undecided = piece
    const added = this.#takeText()
    if (!this.#mayLackOpening) return { text: added, isRestart: false }
    const found = findClose(this.text, undefined, from)
    if (!found) return { text: added, isRestart: false }
    this.#mayLackOpening = false
    // A text about such marks names the opening one, too.
    if (this.text.slice(0, found.start).includes(found.open)) return { text: added, isRestart: false }
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
