/** Reads inputs before they are needed, so that it is known when the last ones have come. */
export class Lookahead<T> {
  readonly #iterator: AsyncIterator<T>
  readonly #size: number
  readonly #read: T[] = []
  #ended = false
  #failure: { error: unknown } | undefined
  #reading: Promise<void> | undefined

  constructor(inputs: AsyncIterable<T>, size: number) {
    this.#iterator = inputs[Symbol.asyncIterator]()
    this.#size = size
  }

  /** Whether all that is left has been read. */
  get endInSight(): boolean {
    void this.#fill()
    return this.#ended
  }

  /** Throws what the inputs threw, after those that came before. */
  async next(): Promise<{ readonly value: T } | undefined> {
    while (this.#read.length === 0 && !this.#ended) await this.#fill()
    if (this.#read.length > 0) return { value: this.#read.shift() as T }
    if (this.#failure) throw this.#failure.error
    return undefined
  }

  async close(): Promise<void> {
    this.#ended = true
    await this.#iterator.return?.()
  }

  #fill(): Promise<void> {
    if (this.#ended || this.#read.length > this.#size) return Promise.resolve()
    this.#reading ??= this.#readOne().finally(() => {
      this.#reading = undefined
      // One read leads to the next, up to the size.
      void this.#fill()
    })
    return this.#reading
  }

  async #readOne(): Promise<void> {
    try {
      const next = await this.#iterator.next()
      if (next.done) this.#ended = true
      else this.#read.push(next.value)
    } catch (error) {
      this.#failure = { error }
      this.#ended = true
    }
  }
}
