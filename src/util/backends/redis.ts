import type { Redis } from 'ioredis'
import { loadDriver } from './driver.ts'

interface RedisOptions {
  readonly url: string
  /** A command that is not answered within this time fails. */
  readonly timeoutMs: number
}

/** A server that does not answer within this time counts as down when a connection is opened. */
const OPEN_MS = 1000
/** The same limit for each attempt to restore a connection. */
const CONNECT_MS = 10_000
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
    // ioredis would ignore some faults: if the database does not exist, it would use another one.
    if (fault) throw fault
    explainFailures(redis, timeoutMs)
    return redis
  } catch (error) {
    redis.disconnect()
    const reason = late.aborted ? noAnswer(OPEN_MS) : reasonOf(fault ?? error, OPEN_MS)
    throw new Error(reason, { cause: error })
  } finally {
    late.removeEventListener('abort', giveUp)
  }
}

/** Makes commands fail with a reason in plain words; the errors of ioredis name its own options. */
function explainFailures(redis: Redis, timeoutMs: number): void {
  const send = redis.sendCommand.bind(redis)
  redis.sendCommand = (command, stream) => {
    const { reject } = command
    // ioredis itself handles the error replies of Redis, so they stay as they are.
    command.reject = (error) =>
      reject(error.name === 'ReplyError' ? error : new Error(reasonOf(error, timeoutMs), { cause: error }))
    return send(command, stream)
  }
}

const noAnswer = (limitMs: number): string => `no answer within ${limitMs} ms`

function reasonOf(error: unknown, limitMs: number): string {
  const message = error instanceof Error ? error.message : String(error)
  if (/timed?\s?out/i.test(message)) return noAnswer(limitMs)
  if (/max retries per request|Stream isn't writeable|aborted due to connection close/i.test(message))
    return 'the connection was lost'
  if (message.startsWith('NOAUTH')) return 'it requires a password, and the address has none'
  if (message.startsWith('WRONGPASS')) return 'the user or the password in the address is wrong'
  if (/DB index/.test(message)) return 'it has no database with the number in the address'
  if (/RESP|protocol error/i.test(message)) return 'the server there does not answer as Redis does'
  if (/EPIPE|ECONNRESET|closed/.test(message)) return 'the server there closed the connection'
  return message
}

/** Why Redis refuses a command; undefined if the error is not a reply of Redis. */
export function redisRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined
  // A transaction fails because of a command in it.
  const { previousErrors: [cause = error] = [] } = error as { readonly previousErrors?: readonly Error[] }
  return cause.message.includes('OOM') ? 'its memory is full (maxmemory)' : reasonOf(cause, CONNECT_MS)
}

/**
 * Opens a connection whose commands wait while the server is away, until it is back or `disconnect` is called.
 * `onFault` receives each fault of the connection, and whether it is a refusal by Redis; undefined once the connection
 * works again.
 */
export async function openPatientRedis(
  url: string,
  onFault: (fault: string | undefined, isRefusal?: boolean) => void,
): Promise<Redis> {
  const { default: ioredis } = await loadDriver('ioredis', () => import('ioredis'))
  const redis = new ioredis.Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    disconnectTimeout: CLOSE_MS,
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_MS),
  })
  redis.on('error', (error: Error) => onFault(reasonOf(error, CONNECT_MS), redisRefusal(error) !== undefined))
  redis.on('ready', () => onFault(undefined))
  return redis
}
