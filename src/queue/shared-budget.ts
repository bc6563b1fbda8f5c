/** The budget of a batch, in Redis, since all its workers share it. */
import type { Redis } from 'ioredis'
import { span, type Scope } from '../core/scope.ts'
import { budgetError, tokensOf, type CallBudget, type Spending } from '../middleware/budget.ts'
import { reservationPrefix } from './attempt.ts'
import { KEEP_MS, runKeys } from './keys.ts'

/** Returns 1 if the amount fits, 0 if it may fit once other calls have ended, and else -1 and the spent amounts. */
const RESERVE = `
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then return {'1'} end
local spentUsd = tonumber(redis.call('HGET', KEYS[1], 'spentUsd') or 0)
local spentTokens = tonumber(redis.call('HGET', KEYS[1], 'spentTokens') or 0)
local usd, tokens, calls = spentUsd, spentTokens, 0
for _, amount in ipairs(redis.call('HVALS', KEYS[2])) do
  local reservedUsd, reservedTokens = string.match(amount, '^(%S+) (%S+)$')
  usd, tokens, calls = usd + tonumber(reservedUsd), tokens + tonumber(reservedTokens), calls + 1
end
if usd + tonumber(ARGV[2]) <= tonumber(ARGV[4]) and tokens + tonumber(ARGV[3]) <= tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
  return {'1'}
end
if calls > 0 then return {'0'} end
redis.call('HSET', KEYS[1], 'refused', ARGV[2] .. ' ' .. ARGV[3])
return {'-1', tostring(spentUsd), tostring(spentTokens)}`

/** More than any budget. */
const UNLIMITED = 1e15
const POLL_MS = 200

export interface SharedBudgetOptions {
  readonly run: string
  readonly maxCostUsd?: number | undefined
  readonly maxTokens?: number | undefined
  /** The job that works on a prompt of this run. */
  readonly jobOf: (promptId: string) => string | undefined
}

export function createSharedBudget(redis: Redis, options: SharedBudgetOptions): CallBudget {
  const { run, maxCostUsd = UNLIMITED, maxTokens = UNLIMITED, jobOf } = options
  const keys = runKeys(run)
  let calls = 0

  const ask = async (amount: Spending, { path }: Scope) => {
    const job = jobOf(path.find(({ kind }) => kind === 'thought')?.name ?? '') ?? ''
    // The process id distinguishes the calls of this worker from those of one that had the job before.
    const name = `${reservationPrefix(job)}${process.pid}-${calls++}`
    const values = [name, amount.costUsd ?? 0, tokensOf(amount), maxCostUsd, maxTokens, KEEP_MS]
    const answer = (await redis.call('EVAL', RESERVE, 2, keys.run, keys.reserved, ...values)) as string[]
    const release = () => void redis.hdel(keys.reserved, name).catch(() => undefined)
    return { answer, release }
  }
  return {
    // The batch reads it from Redis: see `RunRecord.neededBudget`.
    needed: undefined,
    spend(spent) {
      const adding = redis.multi().hincrbyfloat(keys.run, 'spentUsd', spent.costUsd ?? 0)
      void adding
        .hincrbyfloat(keys.run, 'spentTokens', tokensOf(spent))
        .pexpire(keys.run, KEEP_MS)
        .exec()
        .catch(() => undefined)
    },
    async tryReserve(amount, scope) {
      const { answer, release } = await ask(amount, scope)
      return answer[0] === '1' ? release : undefined
    },
    async reserve(amount, scope) {
      let { answer, release } = await ask(amount, scope)
      if (answer[0] === '1') return release
      await span(scope, 'wait', 'budget', async ({ signal, clock }) => {
        for (;;) {
          const [fits, spentUsd, spentTokens] = answer
          if (fits === '1') return { reason: 'budget' }
          if (fits === '-1') {
            const left = { costUsd: maxCostUsd - Number(spentUsd), tokens: maxTokens - Number(spentTokens) }
            throw budgetError(amount, left)
          }
          await clock.sleep(POLL_MS, signal)
          ;({ answer, release } = await ask(amount, scope))
        }
      })
      return release
    },
  }
}
