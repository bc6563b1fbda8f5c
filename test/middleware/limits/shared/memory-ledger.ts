/** A ledger for processes that are simulated in one, in virtual time. */
import type { Clock } from '../../../../src/core/clock.ts'
import { raiseListenerLimit } from '../../../../src/core/scope.ts'
import type { Ledger, LearnedRate, SharedRefusal } from '../../../../src/middleware/limits/shared/ledger.ts'
import { mapAmounts, type AmountByUnit } from '../../../../src/middleware/limits/units.ts'

interface SharedModel {
  total: AmountByUnit
  learned: LearnedRate | undefined
  readonly refusals: (SharedRefusal & { readonly by: number })[]
}

const ROUND_TRIP_MS = 1

export function memoryLedgers(clock: Clock) {
  const models = new Map<string, SharedModel>()
  const slotsOf = new Map<number, number>()
  const signal = raiseListenerLimit(new AbortController().signal)
  let isDown = false
  let hangsMs = 0
  const modelOf = (name: string): SharedModel => {
    const model = models.get(name) ?? { total: mapAmounts(() => 0), learned: undefined, refusals: [] }
    models.set(name, model)
    return model
  }
  const travel = async (): Promise<void> => {
    await clock.sleep(ROUND_TRIP_MS / 2 + hangsMs, signal)
    if (isDown || hangsMs > 0) throw new Error('down')
  }
  const connect = (id: number) => async (): Promise<Ledger> => {
    const seen = new Map<string, number>()
    const updateOf = (name: string) => {
      const { refusals, learned } = modelOf(name)
      const others = refusals.slice(seen.get(name) ?? refusals.length).filter(({ by }) => by !== id)
      seen.set(name, refusals.length)
      return { learned, refusals: others }
    }
    slotsOf.set(id, 0)
    return {
      async reserve(name, use, { slots, maxSlots }) {
        await travel()
        slotsOf.set(id, slots)
        const used = [...slotsOf.values()].reduce((sum, each) => sum + each, 0)
        if (maxSlots !== undefined && used >= maxSlots) return { isFull: true, processes: slotsOf.size }
        slotsOf.set(id, slots + 1)
        const model = modelOf(name)
        model.total = mapAmounts((unit) => model.total[unit] + Math.ceil(use[unit]))
        const { total } = model
        const update = updateOf(name)
        const nowMs = clock.now() + 1_000_000
        await clock.sleep(ROUND_TRIP_MS / 2, signal)
        return { isFull: false, processes: slotsOf.size, nowMs, total, ...update }
      },
      async readUpdate(name) {
        await travel()
        const update = updateOf(name)
        await clock.sleep(ROUND_TRIP_MS / 2, signal)
        return update
      },
      release: async (slots) => void slotsOf.set(id, slots),
      refuse(name, refusal, learned) {
        const model = modelOf(name)
        model.refusals.push({ ...refusal, by: id })
        model.learned = learned ?? model.learned
      },
      close: async () => undefined,
    }
  }
  return {
    connect,
    setDown: (down: boolean) => void (isDown = down),
    setHanging: (ms: number) => void (hangsMs = ms),
    total: (name: string): number => modelOf(name).total.requests,
  }
}
