/** Shares the limits of an account with all processes that name the same Redis. */
import type { Settings } from '../config/schema.ts'
import { systemClock } from '../core/clock.ts'
import { SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { connectRedisLedger } from '../middleware/limits/shared/redis-ledger.ts'
import { SharedAccount } from '../middleware/limits/shared/shared-account.ts'
import { resolveProvider } from '../providers/index.ts'
import { openingErrorCode } from '../util/backends/access-refused.ts'
import { redisTitle } from '../util/backends/redis.ts'
import { certificateHint } from '../util/backends/tls-faults.ts'
import type { EngineIo } from './io.ts'
import { sha256 } from '../util/hash.ts'

export interface SharedLimits {
  /** Undefined if the limits are not shared. */
  readonly account: (provider: string, maxCalls: number | undefined) => SharedAccount | undefined
  /** Rejects if the Redis of the accounts that are used cannot be reached, or refuses the access. */
  readonly open: () => Promise<void>
  readonly close: () => Promise<void>
}

export function createSharedLimits(
  { sharedLimits: url, providers }: Pick<Settings, 'sharedLimits' | 'providers'>,
  { env, warn, clock = systemClock }: Pick<EngineIo, 'env' | 'warn' | 'clock'>,
): SharedLimits {
  const accounts: SharedAccount[] = []
  const title = url === undefined ? '' : redisTitle(url)
  return {
    account(provider, maxCalls) {
      if (url === undefined) return undefined
      const account = accountHash(provider, { providers, env })
      const connect = () => connectRedisLedger({ url, account, clock })
      const shared = new SharedAccount({ connect, clock, maxSlots: maxCalls, warn, title })
      accounts.push(shared)
      return shared
    },
    async open() {
      try {
        await Promise.all(accounts.map((account) => account.open()))
      } catch (error) {
        const code = openingErrorCode(error, 'limits')
        const [what, cure] = code === 'config' ? ['use', 'correct its address'] : ['reach', 'start it']
        throw new SifakaError(code, `sharedLimits: cannot ${what} ${title}: ${messageOf(error)}`, {
          cause: error,
          hint: certificateHint(error) ?? `${cure}, or leave sharedLimits (SIFAKA_SHARED_LIMITS) out`,
        })
      }
    },
    async close() {
      await Promise.all(accounts.map((account) => account.close()))
    },
  }
}

/** Names an account without revealing its key: equal for processes that call the same API with the same key. */
function accountHash(
  provider: string,
  { providers, env }: Pick<Settings, 'providers'> & Pick<EngineIo, 'env'>,
): string {
  const { definition, options } = resolveProvider(provider, providers)
  const { baseUrl, keyCommand } = Object(options) as Readonly<Record<string, unknown>>
  const keys = definition.keyVariables(options).map((variable) => env[variable]?.trim())
  const address =
    baseUrl ?? env[`${provider.toUpperCase()}_BASE_URL`] ?? env[`${provider.toUpperCase()}_HOST`]
  return sha256(JSON.stringify([provider, address, keyCommand, keys])).slice(0, 32)
}
