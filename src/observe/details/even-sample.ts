/**
 * Keeps at most `max` items, spread evenly: when it is full, it drops every second item and from then on takes every
 * second item that it would have taken before.
 */
export class EvenSample<Item> {
  readonly #max: number
  #items: Item[] = []
  #stride = 1
  #count = 0

  constructor(max: number) {
    this.#max = max
  }

  get count(): number {
    return this.#count
  }

  get items(): readonly Item[] {
    return this.#items
  }

  /** Calls `create` only if the item is kept. */
  add(create: () => Item): void {
    if (this.#count++ % this.#stride !== 0) return
    if (this.#items.length === this.#max) {
      this.#items = this.#items.filter((_, position) => position % 2 === 0)
      this.#stride *= 2
      if ((this.#count - 1) % this.#stride !== 0) return
    }
    this.#items.push(create())
  }
}
