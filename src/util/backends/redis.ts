import type { Redis } from 'ioredis'
import { loadDriver } from './driver.ts'

interface RedisOptions {
  readonly url: string
  /** A server that accepts connections and never answers counts as down after this time. */
  readonly timeoutMs: number
}

const MAX_RECONNECT_MS = 2000

/** Rejects with the reason if the server cannot be reached. A connection that is lost later is made again. */
export async function connectRedis({ url, timeoutMs }: RedisOptions): Promise<Redis> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: ioredis } = await loadDriver('ioredis', () => import('ioredis'))
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    // A server that is down must be reported at once, instead of its return being waited for.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_MS),
  })
  let fault: unknown
  // Without a listener, Node ends the process.
  redis.on('error', (error: unknown) => (fault = error))
  try {
    await redis.connect()
    return redis
  } catch (error) {
    redis.disconnect()
    const messages = [fault, error].map((each) => (each instanceof Error ? each.message : ''))
    const reason = messages.some((message) => /timed?\s?out/i.test(message))
      ? `no answer within ${timeoutMs} ms`
      : messages.find(Boolean)
    throw new Error(reason ?? 'no connection', { cause: error })
  }
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
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_MS),
  })
  redis.on('error', (error: Error) => onFault(error.message))
  redis.on('ready', () => onFault(undefined))
  return redis
}
