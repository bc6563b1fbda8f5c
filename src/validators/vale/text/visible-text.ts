/** Text as readers see it, with the place in the source of each of its characters. */
export interface VisibleText {
  readonly text: string
  /** The index in the source at which the UTF-16 code unit of this index begins. */
  readonly startOf: (index: number) => number
  /** The index in the source after the UTF-16 code unit of this index. */
  readonly endOf: (index: number) => number
}

/** Collects a visible text piece by piece. */
export class VisibleTextBuilder {
  #text = ''
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  /** Adds text that the source has at `at` in the same form. */
  add(text: string, at: number): void {
    for (let index = 0; index < text.length; index++) this.#push(at + index, at + index + 1)
    this.#text += text
  }

  /** Adds text that stands for the source from `at` to `end`, such as an entity. */
  addFor(text: string, at: number, end: number): void {
    for (let index = 0; index < text.length; index++) this.#push(at, end)
    this.#text += text
  }

  append({ text, startOf, endOf }: VisibleText): void {
    for (let index = 0; index < text.length; index++) this.#push(startOf(index), endOf(index))
    this.#text += text
  }

  build(): VisibleText {
    return {
      text: this.#text,
      startOf: (index) => this.#starts[index] ?? 0,
      endOf: (index) => this.#ends[index] ?? 0,
    }
  }

  #push(start: number, end: number): void {
    this.#starts.push(start)
    this.#ends.push(end)
  }
}

/** The whole source. */
export const rawText = (text: string): VisibleText => ({
  text,
  startOf: (index) => index,
  endOf: (index) => index + 1,
})

export const sliceVisible = (
  { text, startOf, endOf }: VisibleText,
  at: number,
  end: number,
): VisibleText => ({
  text: text.slice(at, end),
  startOf: (index) => startOf(at + index),
  endOf: (index) => endOf(at + index),
})

/** The place in the source of a part of the text. */
export function sourcePlace(
  { text, startOf, endOf }: VisibleText,
  at: number,
  end: number,
): { readonly at: number; readonly end: number } {
  if (end > at) return { at: startOf(at), end: endOf(end - 1) }
  const place = at < text.length ? startOf(at) : endOf(text.length - 1)
  return { at: place, end: place }
}

/** The parts joined by blank lines. */
export function joinVisible(parts: readonly VisibleText[]): VisibleText {
  const builder = new VisibleTextBuilder()
  for (const [index, part] of parts.entries()) {
    const start = part.startOf(0)
    if (index > 0) builder.addFor('\n\n', start, start)
    builder.append(part)
  }
  return builder.build()
}
