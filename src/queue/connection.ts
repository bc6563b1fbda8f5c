/** The connection to the Redis that holds the queue, and the checks of that Redis. */
import type { Redis } from 'ioredis'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { AccessRefused, openingErrorCode } from '../util/backends/access-refused.ts'
import {
  accessRefused,
  connectRedis,
  openWaitingRedis,
  redisTitle,
  redisRefusal,
} from '../util/backends/redis.ts'
import { certificateHint } from '../util/backends/tls-faults.ts'
import { PROBE_KEY } from './keys.ts'

/** A server that does not answer within this time counts as down when a command starts. */
const TIMEOUT_MS = 1000
/** The first version with all commands of the queue. */
const MIN_VERSION = [6, 2] as const

export interface QueueConnection {
  /** The address without user and password. */
  readonly title: string
  /** Commands wait while the connection is lost. Duplicates serve commands that block. */
  readonly redis: Redis
  /** Takes the error of a failed command. If Redis refused the command, acts as after a refused connection. */
  readonly reportError: (error: unknown) => void
  /** To be called when a command succeeds, so that the end of an earlier fault is reported. */
  readonly reportSuccess: () => void
  /** Closes the connection and its duplicates. */
  readonly close: () => void
}

export interface QueueConnectionOptions {
  readonly url: string
  readonly warn: (line: string) => void
  /** Called if Redis refuses the connection or a command. Without it, a refusal is a warning, and Redis is retried. */
  readonly onRefusal?: ((error: SifakaError) => void) | undefined
}

/**
 * Rejects with a `queue` error if Redis cannot be reached, and with a `config` error if it is too old, could lose jobs,
 * or refuses the access. A connection that is lost later is restored; `warn` reports both.
 */
export async function connectQueue({
  url,
  warn,
  onRefusal,
}: QueueConnectionOptions): Promise<QueueConnection> {
  const title = redisTitle(url)
  await checkQueueServer(url)
  /** The faults that were reported since the connection last worked. Commands may be refused for different reasons in turn. */
  const reportedFaults = new Set<string>()
  const report = (what: string, fault: string) => {
    if (!reportedFaults.has(fault)) warn(`${title} ${what}: ${fault}`)
    reportedFaults.add(fault)
  }
  const reportRefusal = (reason: string) => {
    if (onRefusal) onRefusal(refused(title, reason))
    else report('refuses the worker, which tries again', reason)
  }
  const reportSuccess = () => {
    if (reportedFaults.size > 0) warn(`${title} works again`)
    reportedFaults.clear()
  }
  const onFault = (fault: string, isRefusal: boolean) => {
    if (isRefusal) reportRefusal(fault)
    else if (reportedFaults.size === 0) report('does not answer, waiting for it', fault)
  }
  const { redis, close } = await openWaitingRedis(url, { onFault, onReady: reportSuccess })
  return {
    title,
    redis,
    reportError(error) {
      const reason = redisRefusal(error)
      if (reason !== undefined) reportRefusal(reason)
    },
    reportSuccess,
    close,
  }
}

/** Checks the server; see `connectQueue`. Resolves to its version. */
export async function checkQueueServer(url: string): Promise<string> {
  const title = redisTitle(url)
  const redis = await connectRedis({ url, timeoutMs: TIMEOUT_MS }).catch((error: unknown) => {
    throw unusable(title, error)
  })
  try {
    const info = await redis.info()
    const version = fieldOf(info, 'redis_version') ?? ''
    refuseOld(version, title)
    refuseEviction(fieldOf(info, 'maxmemory_policy'), title)
    await probeQueueServer(redis)
    return version
  } catch (error) {
    throw error instanceof SifakaError ? error : unusable(title, error)
  } finally {
    redis.disconnect()
  }
}

/** Rejects if Redis does not accept a script that writes. */
export async function probeQueueServer(redis: Redis): Promise<void> {
  await redis.call('EVAL', "return redis.call('SET', KEYS[1], '', 'PX', 1000)", 1, PROBE_KEY)
}

function unusable(title: string, error: unknown): SifakaError {
  const access = error instanceof AccessRefused ? error : accessRefused(error)
  const refusal = access?.message ?? redisRefusal(error)
  const message =
    refusal === undefined
      ? `cannot reach the queue ${title}: ${messageOf(error)}`
      : `cannot use the queue ${title}: ${refusal}`
  const hint =
    access === undefined
      ? (certificateHint(error) ??
        'start or repair Redis there, or correct the address in --queue or SIFAKA_QUEUE: redis://HOST:PORT')
      : 'correct the address in --queue or SIFAKA_QUEUE (its user, password and database), or the rights of the user in Redis'
  return new SifakaError(openingErrorCode(access, 'queue'), message, { cause: error, hint })
}

const refused = (title: string, reason: string): SifakaError =>
  new SifakaError('queue', `${title} refuses the batch: ${reason}`, {
    hint: 'repair Redis, or correct the address in --queue or SIFAKA_QUEUE',
  })

const fieldOf = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]

function refuseOld(version: string, title: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1])) return
  throw new ConfigError(
    `${title} is Redis ${version || 'of an unknown version'}; the queue needs ${MIN_VERSION.join('.')} or newer`,
    'use a newer Redis, or Valkey',
  )
}

/** Under another policy, Redis deletes jobs and results when its memory is full. */
function refuseEviction(policy: string | undefined, title: string): void {
  if (policy === 'noeviction') return
  throw new ConfigError(
    `${title} may delete jobs when its memory is full: maxmemory-policy is ${policy ?? 'unknown'}`,
    'set it to noeviction: redis-cli CONFIG SET maxmemory-policy noeviction, and "maxmemory-policy noeviction" in redis.conf',
  )
}
