/** Reads up to `size` inputs ahead, so that the end of the inputs is known before the last one is taken. */
export class Lookahead<T> {
  readonly #iterator: AsyncIterator<T>
  readonly #size: number
  readonly #buffer: T[] = []
  #ended = false
  #failure: { error: unknown } | undefined
  #reading: Promise<void> | undefined

  constructor(inputs: AsyncIterable<T>, size: number) {
    this.#iterator = inputs[Symbol.asyncIterator]()
    this.#size = size
  }

  /** Whether all remaining inputs are in the buffer. */
  get hasReadAll(): boolean {
    void this.#fill()
    return this.#ended
  }

  /**
   * Resolves to undefined after the last input. If reading fails, first returns the inputs that were read, then
   * rejects.
   */
  async next(): Promise<{ readonly value: T } | undefined> {
    while (this.#buffer.length === 0 && !this.#ended) await this.#fill()
    if (this.#buffer.length > 0) return { value: this.#buffer.shift() as T }
    if (this.#failure) throw this.#failure.error
    return undefined
  }

  async close(): Promise<void> {
    this.#ended = true
    await this.#iterator.return?.()
  }

  #fill(): Promise<void> {
    if (this.#ended || this.#buffer.length > this.#size) return Promise.resolve()
    this.#reading ??= this.#readOne().finally(() => {
      this.#reading = undefined
      void this.#fill()
    })
    return this.#reading
  }

  async #readOne(): Promise<void> {
    try {
      const next = await this.#iterator.next()
      if (next.done) this.#ended = true
      else this.#buffer.push(next.value)
    } catch (error) {
      this.#failure = { error }
      this.#ended = true
    }
  }
}
