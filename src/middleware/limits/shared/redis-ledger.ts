/** Keeps the shared state of one account in Redis. Each operation is one script, which Redis runs atomically. */
import type { Result } from 'ioredis'
import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../core/clock.ts'
import { connectRedis } from '../../../util/backends/redis.ts'
import { UNITS, type AmountByUnit } from '../units.ts'
import type { Ledger, LearnedRate, RateUpdate, SharedRefusal } from './ledger.ts'

/** A server that does not answer within this time counts as down. */
const TIMEOUT_MS = 2000
/** A process that reserves nothing for this time, and sends no sign of life, counts as dead. */
const LEASE_MS = 10_000
const RENEWAL_MS = 3000
/** Redis deletes the keys of an account after this time without a call. */
const KEPT_MS = 600_000
/** A process with fewer than its share of the slots precedes others for this time after it was refused a slot. */
const ASKED_MS = 200
const MAX_REFUSALS = 100

type Reply = readonly [
  granted: number,
  processes: number,
  nowMs: string,
  ...totals: [number, number, number, number],
  ...update: UpdateReply,
]

type UpdateReply = readonly [learned: string | null, refusals: number, ...entries: string[]]

declare module 'ioredis' {
  interface RedisCommander<Context> {
    reserve(...args: (string | number)[]): Result<Reply, Context>
    readUpdate(...args: (string | number)[]): Result<UpdateReply, Context>
    renew(...args: (string | number)[]): Result<number, Context>
    refuse(...args: (string | number)[]): Result<number, Context>
  }
}

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/** KEYS: processes, slots, asked. ARGV: process, lease, its slots, if they changed. Removes processes that died. */
const RENEW = `${NOW}
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  redis.call('ZREM', KEYS[1], dead)
  redis.call('HDEL', KEYS[2], dead)
  redis.call('HDEL', KEYS[3], dead)
end
if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]) end
local processes = redis.call('ZCARD', KEYS[1])`

/** The learned rate, the number of all refusals, and the refusals since `seen` of them; none if `seen` is -1. */
const UPDATE = `
local function update(model, refusals, seen)
  local refused = tonumber(redis.call('HGET', model, 'refused') or '0')
  local reply = { redis.call('HGET', model, 'learned'), refused }
  local new = math.min(refused - seen, ${MAX_REFUSALS})
  if seen >= 0 and new > 0 then
    for _, entry in ipairs(redis.call('LRANGE', refusals, -new, -1)) do reply[#reply + 1] = entry end
  end
  return reply
end`

/** KEYS: model, refusals. ARGV: refusals seen. */
const READ_UPDATE = `${UPDATE}
return update(KEYS[1], KEYS[2], tonumber(ARGV[1]))`

/** More KEYS: model, refusals. More ARGV: slots of the account, amounts by unit, refusals seen, time to keep. */
const RESERVE = `${RENEW}
${UPDATE}
local most = tonumber(ARGV[4])
if most > 0 then
  local used = 0
  for _, slots in ipairs(redis.call('HVALS', KEYS[2])) do used = used + slots end
  local others = 0
  local asked = redis.call('HGETALL', KEYS[3])
  for index = 1, #asked, 2 do
    if asked[index] ~= ARGV[1] and tonumber(asked[index + 1]) > now - ${ASKED_MS} then others = others + 1 end
  end
  local share = math.ceil(most / processes)
  if used >= most or (others > 0 and tonumber(ARGV[3]) >= share) then
    if tonumber(ARGV[3]) < share then redis.call('HSET', KEYS[3], ARGV[1], now) end
    return { 0, processes, tostring(now), 0, 0, 0, 0, false, 0 }
  end
  redis.call('HDEL', KEYS[3], ARGV[1])
end
redis.call('HINCRBY', KEYS[2], ARGV[1], 1)
local reply = { 1, processes, tostring(now) }
for index, unit in ipairs({ ${UNITS.map((unit) => `'${unit}'`).join(', ')} }) do
  reply[#reply + 1] = redis.call('HINCRBY', KEYS[4], unit, ARGV[4 + index])
end
for _, entry in ipairs(update(KEYS[4], KEYS[5], tonumber(ARGV[9]))) do reply[#reply + 1] = entry end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[10]) end
return reply`

/** KEYS: model, refusals. ARGV: refusal, learned rate. */
const REFUSE = `
redis.call('HINCRBY', KEYS[1], 'refused', 1)
if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'learned', ARGV[2]) end
redis.call('RPUSH', KEYS[2], ARGV[1])
redis.call('LTRIM', KEYS[2], -${MAX_REFUSALS}, -1)
return 1`

export interface RedisLedgerOptions {
  readonly url: string
  /** A hash that the processes of one account have in common. */
  readonly account: string
  readonly clock: Clock
}

/** Rejects if Redis does not answer. */
export async function connectRedisLedger({ url, account, clock }: RedisLedgerOptions): Promise<Ledger> {
  const redis = await connectRedis({ url, timeoutMs: TIMEOUT_MS })
  redis.defineCommand('reserve', { numberOfKeys: 5, lua: RESERVE })
  redis.defineCommand('readUpdate', { numberOfKeys: 2, lua: READ_UPDATE })
  redis.defineCommand('renew', { numberOfKeys: 3, lua: `${RENEW}\nreturn processes` })
  redis.defineCommand('refuse', { numberOfKeys: 2, lua: REFUSE })
  const process = randomUUID()
  // The braces keep the keys of an account on one node of a cluster.
  const key = (name: string) => `sifaka:limits:{${account}}:${name}`
  const accountKeys = [key('processes'), key('slots'), key('asked')]
  const modelKeys = (model: string) => [key(`model:${model}`), key(`refusals:${model}`)]
  const seenRefusals = new Map<string, number>()
  const seenOf = (model: string) => seenRefusals.get(model) ?? -1
  const toUpdate = (model: string, [learned, refused, ...entries]: UpdateReply): RateUpdate => {
    seenRefusals.set(model, refused)
    const refusals = entries.map((entry) => JSON.parse(entry) as SharedRefusal & { by: string })
    return {
      learned: learned === null ? undefined : (JSON.parse(learned) as LearnedRate),
      refusals: refusals.filter(({ by }) => by !== process),
    }
  }
  const renew = (slots: number | '') =>
    redis.renew(...accountKeys, process, LEASE_MS, slots).catch(() => undefined)
  const renewAgain = (): (() => void) =>
    clock.after(RENEWAL_MS, () => {
      void renew('')
      cancel = renewAgain()
    })
  let cancel = renewAgain()

  return {
    async reserve(model, use, { slots, maxSlots }) {
      const amounts = UNITS.map((unit) => Math.ceil(use[unit]))
      const limits = [process, LEASE_MS, slots, maxSlots ?? 0]
      const keys = [...accountKeys, ...modelKeys(model)]
      const reply = await redis.reserve(...keys, ...limits, ...amounts, seenOf(model), KEPT_MS)
      const [granted, processes, nowMs, requests, tokens, input, output, ...update] = reply
      if (granted === 0) return { isFull: true, processes }
      const total: AmountByUnit = { requests, tokens, 'input-tokens': input, 'output-tokens': output }
      return { isFull: false, processes, nowMs: Number(nowMs), total, ...toUpdate(model, update) }
    },
    readUpdate: async (model) => toUpdate(model, await redis.readUpdate(...modelKeys(model), seenOf(model))),
    async release(slots) {
      await renew(slots)
    },
    refuse(model, refusal, learned) {
      const entry = JSON.stringify({ ...refusal, by: process })
      const rate = learned ? JSON.stringify(learned) : ''
      redis.refuse(...modelKeys(model), entry, rate).catch(() => undefined)
    },
    async close() {
      cancel()
      await redis.zrem(key('processes'), process).catch(() => undefined)
      redis.disconnect()
    },
  }
}
