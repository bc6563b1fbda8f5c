/** An answer as it comes: in its pieces, at its times, up to where a fault breaks it off. */
import type { Clock } from '../core/clock.ts'
import type { Visit } from './account.ts'
import { isBreak } from './faults.ts'
import { tokensOf } from './model/reply.ts'

const PIECE = /[^]{1,24}/gu

export interface Listener {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Whether the text is wanted in pieces of a few tokens, or in one. */
  readonly stream: boolean
  /** False once nothing more is to be heard. */
  readonly hear: (piece: string) => boolean
}

/** Resolves after the last piece; waits for ever where no answer begins; rejects with the signal's reason once aborted. */
export async function speak(visit: Visit, { clock, signal, stream, hear }: Listener): Promise<void> {
  const { reply, fault, atEvent, firstTokenMs, tokenMs } = visit
  if (fault === 'hang') await hang(signal)
  const startedMs = clock.now()
  /** Against the start, so that timers which fire late do not add up. */
  const reach = async (tokens: number) => {
    const delayMs = startedMs + firstTokenMs + tokens * tokenMs - clock.now()
    if (delayMs > 0) await clock.sleep(delayMs, signal)
  }
  await reach(0)
  const pieces = stream ? (reply.text.match(PIECE) ?? []) : [reply.text]
  const cut = isBreak(fault) && atEvent === undefined
  let tokens = 0
  for (const piece of cut ? pieces.slice(0, Math.ceil(pieces.length / 2)) : pieces) {
    tokens += tokensOf(piece)
    await reach(tokens)
    if (!hear(piece)) return
  }
}

export const hang = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
