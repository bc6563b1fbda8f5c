/** The connection to the Redis that holds the queue, and the checks of that Redis. */
import type { Redis } from 'ioredis'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { connectRedis, openPatientRedis, redisRefusal } from '../util/backends/redis.ts'

/** A server that does not answer within this time counts as down when a command starts. */
const TIMEOUT_MS = 1000
/** The first version with all commands of the queue. */
const MIN_VERSION = [6, 2] as const

export interface QueueConnection {
  /** The address without user and password. */
  readonly place: string
  /** Commands wait while the connection is lost. */
  readonly redis: Redis
  /** A further connection, for commands that block. */
  readonly duplicate: () => Redis
  /** Rejects with a `queue` error if the work fails because Redis refuses a command. */
  readonly guard: <T>(work: Promise<T>) => Promise<T>
  readonly close: () => void
}

/** The address without user, password and parameters. */
export const placeOf = (url: string): string => `redis ${new URL(url).host}`

/**
 * Rejects with a `queue` error if Redis cannot be reached, and with a `ConfigError` if it is too old or could lose jobs.
 * A connection that is lost later is restored; `warn` reports both.
 */
export async function connectQueue(url: string, warn: (line: string) => void): Promise<QueueConnection> {
  const place = placeOf(url)
  await checkQueueServer(url)
  let reportedFault: string | undefined
  const onFault = (fault: string | undefined, isRefusal = false) => {
    if (fault === undefined) {
      if (reportedFault !== undefined) warn(`${place} answers again`)
      reportedFault = undefined
    } else if (reportedFault === undefined || (isRefusal && reportedFault !== fault)) {
      // A refusal is reported even if the server was away before: to wait may not help.
      warn(
        `${place} ${isRefusal ? 'refuses the connection, trying again' : 'does not answer, waiting for it'}: ${fault}`,
      )
      reportedFault = fault
    }
  }
  const redis = await openPatientRedis(url, onFault)
  const connections = [redis]
  return {
    place,
    redis,
    duplicate() {
      const other = redis.duplicate()
      other.on('error', () => undefined)
      connections.push(other)
      return other
    },
    guard: (work) =>
      work.catch((error: unknown) => {
        throw refused(place, error) ?? error
      }),
    close: () => connections.forEach((each) => each.disconnect()),
  }
}

/** Checks the server; see `connectQueue`. Resolves to its version. */
export async function checkQueueServer(url: string): Promise<string> {
  const place = placeOf(url)
  const redis = await connectRedis({ url, timeoutMs: TIMEOUT_MS }).catch((error: unknown) => {
    throw unreachable(place, error)
  })
  try {
    const info = await redis.info().catch((error: unknown) => {
      throw unreachable(place, error)
    })
    const version = fieldOf(info, 'redis_version') ?? ''
    refuseOld(version, place)
    refuseEviction(fieldOf(info, 'maxmemory_policy'), place)
    return version
  } finally {
    redis.disconnect()
  }
}

const unreachable = (place: string, error: unknown): SifakaError =>
  new SifakaError('queue', `cannot reach the queue ${place}: ${messageOf(error)}`, {
    cause: error,
    hint: 'start Redis there, or correct the address in --queue or SIFAKA_QUEUE: redis://HOST:PORT, with user and password if the server requires them',
  })

function refused(place: string, error: unknown): SifakaError | undefined {
  const reason = redisRefusal(error)
  if (reason === undefined) return undefined
  const hint = 'repair Redis; if the batch writes a results file, --resume then completes it'
  return new SifakaError('queue', `${place} refuses the writes of the batch: ${reason}`, {
    cause: error,
    hint,
  })
}

const fieldOf = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]

function refuseOld(version: string, place: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1])) return
  throw new ConfigError(
    `${place} is Redis ${version || 'of an unknown version'}; the queue needs ${MIN_VERSION.join('.')} or newer`,
    'use a newer Redis, or Valkey',
  )
}

/** Under another policy, Redis deletes jobs and results when its memory is full. */
function refuseEviction(policy: string | undefined, place: string): void {
  if (policy === 'noeviction') return
  throw new ConfigError(
    `${place} may delete jobs when its memory is full: maxmemory-policy is ${policy ?? 'unknown'}`,
    'set it to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, and "maxmemory-policy noeviction" in redis.conf',
  )
}
