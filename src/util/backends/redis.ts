import type { Redis } from 'ioredis'
import { loadDriver } from './driver.ts'

interface RedisOptions {
  readonly url: string
  /** A command that is not answered within this time fails. */
  readonly timeoutMs: number
}

/** A server that does not answer within this time counts as down when a connection is opened. */
const OPEN_MS = 1000
/** How long a connection that is given up waits for the server to close it, too. */
const CLOSE_MS = 100
const MAX_RECONNECT_MS = 2000

/** Rejects with the reason if the server cannot be reached. A connection that is lost later is made again. */
export async function connectRedis({ url, timeoutMs }: RedisOptions): Promise<Redis> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: ioredis } = await loadDriver('ioredis', () => import('ioredis'))
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    disconnectTimeout: CLOSE_MS,
    // A server that is down must be reported at once, instead of its return being waited for.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_MS),
  })
  let fault: unknown
  // Without a listener, Node ends the process.
  redis.on('error', (error: unknown) => (fault ??= error))
  const late = AbortSignal.timeout(OPEN_MS)
  const giveUp = () => redis.disconnect()
  late.addEventListener('abort', giveUp)
  try {
    await redis.connect()
    return redis
  } catch (error) {
    redis.disconnect()
    throw new Error(reasonOf(fault ?? error, late.aborted), { cause: error })
  } finally {
    late.removeEventListener('abort', giveUp)
  }
}

function reasonOf(error: unknown, isLate: boolean): string {
  const message = error instanceof Error ? error.message : String(error)
  if (isLate || /timed?\s?out/i.test(message)) return `no answer within ${OPEN_MS} ms`
  if (/RESP|protocol error/i.test(message)) return 'the server there does not answer as Redis does'
  if (/EPIPE|ECONNRESET|closed/.test(message)) return 'the server there closed the connection'
  return message
}

/**
 * Opens a connection whose commands wait while the server is away, until it is back or `disconnect` is called.
 * `onFault` receives each fault of the connection, and undefined once it works again.
 */
export async function openPatientRedis(
  url: string,
  onFault: (fault: string | undefined) => void,
): Promise<Redis> {
  const { default: ioredis } = await loadDriver('ioredis', () => import('ioredis'))
  const redis = new ioredis.Redis(url, {
    maxRetriesPerRequest: null,
    disconnectTimeout: CLOSE_MS,
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_MS),
  })
  redis.on('error', (error: Error) => onFault(error.message))
  redis.on('ready', () => onFault(undefined))
  return redis
}
