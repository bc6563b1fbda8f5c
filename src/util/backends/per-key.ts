/** Runs work on the same key one after another, in the order of the calls; work on other keys does not wait. */
export function createPerKeyQueue() {
  const last = new Map<string, Promise<unknown>>()
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const previous = last.get(key)
    const current = previous ? previous.then(work, work) : work()
    const forget = () => {
      if (last.get(key) === current) last.delete(key)
    }
    last.set(key, current)
    current.then(forget, forget)
    return current
  }
}
