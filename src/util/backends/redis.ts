import type { Redis } from 'ioredis'
import { AccessRefused } from './access-refused.ts'
import { loadDriver } from './driver.ts'

interface RedisOptions {
  readonly url: string
  /** A command that is not answered within this time fails. */
  readonly timeoutMs: number
}

const DEFAULT_PORT = 6379

/**
 * How messages name a database of a server: without user, password and parameters. The same for all notations of its
 * address, since it also identifies a store.
 */
export function redisTitle(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const database = Number(pathname.slice(1) || searchParams.get('db'))
  return `redis ${hostname}:${port || DEFAULT_PORT}${database > 0 ? `/${database}` : ''}`
}

/** A server that does not answer within this time counts as down when a connection is opened. */
const OPEN_MS = 1000
/** The limit for each attempt to restore a connection, and for the time without an answer on it. */
const SILENCE_MS = 10_000
/** How long a connection that is given up waits for the server to close it, too. */
const CLOSE_MS = 100
const MAX_RECONNECT_MS = 2000

/**
 * Rejects with the reason if the server cannot be reached; with an `AccessRefused` if the reply of the server shows
 * that the address is wrong. A connection that is lost later is restored.
 */
export async function connectRedis({ url, timeoutMs }: RedisOptions): Promise<Redis> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: ioredis } = await loadDriver('ioredis', () => import('ioredis'))
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    disconnectTimeout: CLOSE_MS,
    // A server that is down must be reported at once. With the queue, commands would wait for its return.
    enableOfflineQueue: false,
    // It would wait without a word for a server that loads its data, whose commands fail with the reason.
    enableReadyCheck: false,
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
    await redis.ping().catch(unlessForbidden)
    // ioredis would ignore some faults: if the database does not exist, it would use another one.
    if (fault) throw fault
    explainFailures(redis, timeoutMs)
    return redis
  } catch (error) {
    redis.disconnect()
    const cause = fault ?? error
    const silence = noAnswer(OPEN_MS)
    const reason = late.aborted ? silence : isConnectionLoss(cause) ? CLOSED : reasonOf(cause, OPEN_MS)
    const guess = reason === silence && redis.options.tls ? '; perhaps it does not use TLS: redis://' : ''
    throw accessRefused(cause) ?? new Error(reason + guess, { cause })
  } finally {
    late.removeEventListener('abort', giveUp)
  }
}

/** A user may lack the permission for PING, but not for the commands that are needed. */
function unlessForbidden(error: unknown): void {
  if (!(error instanceof Error && error.message.startsWith('NOPERM'))) throw error
}

/** Makes commands fail with a reason in plain words; the errors of ioredis name its own options. */
function explainFailures(redis: Redis, timeoutMs: number): void {
  /** Why Redis refuses to restore the connection. */
  let refusal: Error | undefined
  redis.on('error', (error) => (refusal = replyIn(error)))
  redis.on('ready', () => (refusal = undefined))
  const explain = (error: Error): Error => {
    // ioredis itself handles the error replies of Redis, so they stay as they are.
    if (error.name === 'ReplyError') return error
    const cause = isConnectionLoss(error) ? (refusal ?? error) : error
    return new Error(reasonOf(cause, timeoutMs), { cause })
  }
  const send = redis.sendCommand.bind(redis)
  redis.sendCommand = (command, stream) => {
    const { reject } = command
    command.reject = (error) => reject(explain(error))
    return send(command, stream)
  }
}

const noAnswer = (limitMs: number): string => `no answer within ${limitMs} ms`

function reasonOf(error: unknown, limitMs: number): string {
  const message = messageOf(error)
  if (/timed?\s?out/i.test(message)) return noAnswer(limitMs)
  if (isConnectionLoss(error)) return 'the connection was lost'
  for (const [reply, reason] of [...ACCESS_REPLIES, ...OTHER_REPLIES]) {
    const [match] = reply.exec(message) ?? []
    if (match !== undefined) return match.replace(reply, reason)
  }
  return message
}

/** A reason may contain `$1`, a part of the reply. */
type Reasons = readonly (readonly [reply: RegExp, reason: string])[]

/** Replies to a wrong address. */
const ACCESS_REPLIES: Reasons = [
  [/\bNOAUTH\b/, 'it requires a password, and the address has none'],
  [/\bWRONGPASS\b/, 'the user or the password in the address is wrong'],
  [/DB index/, 'it has no database with the number in the address'],
  [/\bNOPERM\b.*'([^']+)' command/, 'the user in the address lacks the permission for the command $1'],
  [/\bNOPERM\b.*\bkeys?\b/, 'the user in the address lacks the permission for a key'],
  [
    /\bNOPERM\b|executing the script can't/,
    'the user in the address lacks the permission for a command or a key',
  ],
  [
    /\bREADONLY\b|instance state changed/,
    'it is a replica, which accepts no writes; use the address of its primary',
  ],
]
const CLOSED =
  'the server there closed the connection; perhaps it requires TLS (rediss://) or a client certificate, or has too many connections (maxclients)'
const OTHER_REPLIES: Reasons = [
  [/\bOOM\b/, 'its memory is full (maxmemory)'],
  [/\bMISCONF\b/, 'it cannot save its data, and accepts no writes until it can; see its log'],
  [/\bLOADING\b/, 'it is still loading its data'],
  [/\bMASTERDOWN\b/, 'it is a replica that has lost its primary'],
  [/max number of clients/, 'it has too many connections (maxclients)'],
  [/RESP|protocol error/i, 'the server there does not answer as Redis does'],
  [/EPIPE|ECONNRESET|closed/, CLOSED],
]

/** Whether a command failed because the connection was lost, so that it may have had its effect or not. */
export const isConnectionLoss = (error: unknown): boolean =>
  /max retries per request|Stream isn't writeable|aborted due to connection close|connection is closed/i.test(
    messageOf(error),
  )

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The reply of Redis that made a command, a transaction or the opening fail; undefined if there was another reason. */
function replyIn(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name !== 'ReplyError') return replyIn(error.cause)
  const { previousErrors } = error as { readonly previousErrors?: readonly Error[] }
  return previousErrors?.[0] ?? error
}

/** Why Redis refuses a command; undefined if the error is not a reply of Redis. */
export function redisRefusal(error: unknown): string | undefined {
  const reply = replyIn(error)
  return reply && reasonOf(reply, SILENCE_MS)
}

/** The error if Redis refuses a command because its address is wrong. */
export function accessRefused(error: unknown): AccessRefused | undefined {
  const { message = '' } = replyIn(error) ?? {}
  if (!ACCESS_REPLIES.some(([reply]) => reply.test(message))) return undefined
  return new AccessRefused(reasonOf(message, SILENCE_MS), { cause: error })
}

export interface WaitingRedis {
  /** Commands wait while the server is away, until it is back or `close` is called. */
  readonly redis: Redis
  /** Closes the connection and all its duplicates. */
  readonly close: () => void
}

export interface WaitingRedisHandlers {
  /** Called for each fault of the connection; `isRefusal` if Redis refuses it. */
  readonly onFault: (fault: string, isRefusal: boolean) => void
  /** Called whenever the connection works. */
  readonly onReady: () => void
}

export async function openWaitingRedis(
  url: string,
  { onFault, onReady }: WaitingRedisHandlers,
): Promise<WaitingRedis> {
  const { default: ioredis } = await loadDriver('ioredis', () => import('ioredis'))
  const redis = new ioredis.Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: SILENCE_MS,
    // Otherwise commands would wait without a warning if the server hangs or the connection is cut without notice.
    socketTimeout: SILENCE_MS,
    disconnectTimeout: CLOSE_MS,
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_MS),
  })
  redis.on('error', (error: Error) => onFault(reasonOf(error, SILENCE_MS), redisRefusal(error) !== undefined))
  redis.on('ready', onReady)
  const connections: Redis[] = []
  const add = (connection: Redis) => {
    connections.push(connection)
    makeDisconnectFinal(connection)
    const duplicate = connection.duplicate.bind(connection)
    connection.duplicate = (...options) => {
      const other = duplicate(...options)
      other.on('error', () => undefined)
      add(other)
      return other
    }
  }
  add(redis)
  return { redis, close: () => connections.forEach((each) => each.disconnect()) }
}

/**
 * `disconnect` of ioredis neither ends a connection that it is about to restore nor rejects the commands that it would
 * then send again. BullMQ and others would wait for them for ever.
 */
function makeDisconnectFinal(redis: Redis): void {
  const disconnect = redis.disconnect.bind(redis)
  redis.disconnect = (reconnect = false) => {
    // As a connection that was never opened, it ends at once.
    if (!reconnect && redis.status === 'reconnecting') redis.status = 'wait'
    disconnect(reconnect)
  }
  const unanswered = new Set<Parameters<Redis['sendCommand']>[0]>()
  const send = redis.sendCommand.bind(redis)
  redis.sendCommand = (command, stream) => {
    const isAnswered = () => unanswered.delete(command)
    unanswered.add(command)
    command.promise.then(isAnswered, isAnswered)
    return send(command, stream)
  }
  redis.on('end', () => unanswered.forEach((command) => command.reject(new Error('Connection is closed.'))))
}
