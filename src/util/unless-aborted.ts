/** Waits for shared work. Rejects with the signal's reason as soon as the signal aborts; the work itself continues. */
export const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    // Also after an abort, since a failure that nothing handles would end the program.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
    if (signal.aborted) abort()
  })

/** Calls back once, at once if the signal has aborted already. */
export function onAbort(signal: AbortSignal | undefined, act: (reason: unknown) => void): void {
  if (signal?.aborted) act(signal.reason)
  else signal?.addEventListener('abort', () => act(signal.reason), { once: true })
}

/** Resolves once the signal aborts. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => onAbort(signal, () => resolve()))
