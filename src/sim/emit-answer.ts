import type { Scope } from '../core/scope.ts'
import { unlessAborted } from '../util/unless-aborted.ts'
import type { SimulatedCall } from './account.ts'
import { interruptsAnswer } from './faults.ts'
import { countTokens } from './model/answer.ts'

const PIECE = /[^]{1,24}/gu

/** Each callback returns false to stop the answer. */
interface StreamCallbacks {
  /** Called when the first token is to be sent. */
  readonly onStart?: () => boolean
  readonly onPiece: (piece: string) => boolean
}

/**
 * Emits the text at the speed of the call, up to the point where its fault interrupts it. With `stream`, the
 * text is emitted in pieces of a few tokens. Resolves to true if the text is complete. Waits forever for the
 * fault `hang`; rejects with the signal's reason when aborted.
 */
export async function emitAnswer(
  { answer, fault, faultAtEvent, startedMs, firstTokenMs, tokenMs }: SimulatedCall,
  { clock, signal }: Pick<Scope, 'clock' | 'signal'>,
  stream?: StreamCallbacks,
): Promise<boolean> {
  if (fault === 'hang') await waitForAbort(signal)
  /** Computes the delay from the start of the call, so that neither late timers nor writing add to it. */
  const sleepUntilToken = async (tokens: number) => {
    const delayMs = startedMs + firstTokenMs + tokens * tokenMs - clock.now()
    if (delayMs > 0) await clock.sleep(delayMs, signal)
  }
  await sleepUntilToken(0)
  if (stream?.onStart?.() === false) return false
  const pieces = stream ? (answer.text.match(PIECE) ?? []) : [answer.text]
  const stopsHalfway = interruptsAnswer(fault) && faultAtEvent === undefined
  let tokens = 0
  for (const piece of stopsHalfway ? pieces.slice(0, Math.ceil(pieces.length / 2)) : pieces) {
    tokens += countTokens(piece)
    await sleepUntilToken(tokens)
    if (stream?.onPiece(piece) === false) return false
  }
  return !stopsHalfway
}

/** Waits until the signal is aborted, then rejects with its reason. */
export const waitForAbort = (signal: AbortSignal): Promise<never> =>
  unlessAborted(new Promise<never>(() => {}), signal)
