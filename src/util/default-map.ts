/** A map that creates the value of a key on first use, as Python's `defaultdict` does. */
export class DefaultMap<Key, Value> extends Map<Key, Value> {
  readonly #create: (key: Key) => Value

  constructor(create: (key: Key) => Value) {
    super()
    this.#create = create
  }

  override get(key: Key): Value {
    const value = super.get(key) ?? this.#create(key)
    this.set(key, value)
    return value
  }
}
