/** What a run may take: its prompts, one by one, added up in a memory that does not grow with them. */
import { LIMITS, type Estimate, type Limit, type ModelEstimate, type Spread } from '../core/estimate.ts'
import { addBills, NO_BILL, type Bill } from './ledger.ts'
import type { PromptEstimate } from './prompt.ts'
import { largest, NOTHING, ordered, scaled, sum } from './range.ts'

type Cost = ((used: { inputTokens: number; outputTokens: number }) => number | null) | undefined

export interface RunRules {
  readonly costOf: (model: string) => Cost
  /** Prompts in flight; Infinity where the calls alone decide. */
  readonly concurrency: number
  /** Calls in flight a provider. */
  readonly mostCalls: number
  readonly rpm?: number | undefined
  readonly tpm?: number | undefined
  /** Equal requests are answered by one call; `refresh`: only while it is under way. */
  readonly cache: boolean | 'refresh'
  /** In USD, tokens and milliseconds. */
  readonly limits: Readonly<Partial<Record<Limit, number | undefined>>>
}

export type Repeated = 'all' | 'some' | 'none'

export interface Estimator {
  /** Which requests of this prompt were made for an earlier one: every one, or perhaps some. */
  add(prompt: PromptEstimate, repeated: Repeated): void
  total(): Estimate
}

export function estimator(rules: RunRules): Estimator {
  const bills = new Map<string, Bill>()
  let prompts = 0
  let repeats = 0
  let iterations = 0
  let calls = NOTHING
  let chainMs = NOTHING
  let longestMs = NOTHING
  let busyMs = NOTHING

  return {
    add(prompt, repeated) {
      prompts++
      iterations += prompt.iterations
      const shared = repeated !== 'none' && rules.cache !== false
      const spared = shared && repeated === 'all'
      if (spared) repeats++
      const here = (spread: Spread): Spread => ({
        least: shared ? 0 : spread.least,
        expected: spared && rules.cache === true ? 0 : spread.expected,
        most: spread.most,
      })
      calls = sum(calls, here(prompt.calls))
      chainMs = sum(chainMs, here(prompt.chainMs))
      busyMs = sum(busyMs, here(prompt.busyMs))
      longestMs = largest(longestMs, here(prompt.chainMs))
      for (const [model, bill] of prompt.bills) {
        const own = {
          calls: here(bill.calls),
          inputTokens: here(bill.inputTokens),
          outputTokens: here(bill.outputTokens),
        }
        bills.set(model, addBills(bills.get(model) ?? NO_BILL, own))
      }
    },
    total() {
      const models = [...bills].map(([model, bill]): ModelEstimate => {
        const whole = roundedBill(bill)
        return { model, ...whole, costUsd: costOf(rules.costOf(model), whole) }
      })
      const inputTokens = rounded(sum(...[...bills.values()].map((bill) => bill.inputTokens)))
      const outputTokens = rounded(sum(...[...bills.values()].map((bill) => bill.outputTokens)))
      const costs = models.map(({ costUsd }) => costUsd)
      const costUsd = costs.some((cost) => cost === null)
        ? null
        : sum(...costs.filter((cost) => cost !== null))
      const durationMs = timeOf({ chainMs, longestMs, busyMs, bills }, rules)
      const spans = { maxCost: costUsd, maxTotalTokens: sum(inputTokens, outputTokens), deadline: durationMs }
      return {
        prompts,
        repeated: repeats,
        meanIterations: prompts === 0 ? 0 : iterations / prompts,
        calls: rounded(calls),
        inputTokens,
        outputTokens,
        costUsd,
        durationMs,
        models,
        stops: LIMITS.flatMap((limit) => stopOf(limit, spans[limit], rules.limits[limit])),
      }
    },
  }
}

const rounded = ({ least, expected, most }: Spread): Spread =>
  ordered({ least: Math.floor(least), expected: Math.round(expected), most: Math.ceil(most) })

const roundedBill = ({ calls, inputTokens, outputTokens }: Bill): Bill => ({
  calls: rounded(calls),
  inputTokens: rounded(inputTokens),
  outputTokens: rounded(outputTokens),
})

function costOf(cost: Cost, { inputTokens, outputTokens }: Bill): Spread | null {
  const at = (key: keyof Spread) =>
    cost?.({ inputTokens: inputTokens[key], outputTokens: outputTokens[key] }) ?? null
  const [least, expected, most] = [at('least'), at('expected'), at('most')]
  return least === null || expected === null || most === null ? null : { least, expected, most }
}

const MINUTE_MS = 60_000

interface Work {
  readonly chainMs: Spread
  readonly longestMs: Spread
  readonly busyMs: Spread
  readonly bills: ReadonlyMap<string, Bill>
}

/** As long as the narrowest of what it has to pass through: prompts and calls in flight, and limits a minute. */
function timeOf({ chainMs, longestMs, busyMs, bills }: Work, rules: RunRules): Spread {
  const providers = new Set([...bills.keys()].map((model) => model.slice(0, model.indexOf(':'))))
  const inFlight = scaled(busyMs, 1 / rules.mostCalls)
  const limited = [...bills.values()].flatMap(({ calls, inputTokens, outputTokens }) => [
    ...(rules.rpm === undefined ? [] : [scaled(calls, MINUTE_MS / rules.rpm)]),
    ...(rules.tpm === undefined ? [] : [scaled(sum(inputTokens, outputTokens), MINUTE_MS / rules.tpm)]),
  ])
  // What a minute allows may all be used at its beginning.
  const afterBurst = limited.map((spread) => ({ ...spread, least: Math.max(0, spread.least - MINUTE_MS) }))
  const narrowest = largest(
    longestMs,
    scaled(chainMs, 1 / rules.concurrency),
    { ...inFlight, least: inFlight.least / Math.max(1, providers.size) },
    ...afterBurst,
  )
  // At worst nothing overlaps: each waits for the one before.
  const most = sum(longestMs, scaled(chainMs, 1 / rules.concurrency), inFlight, ...limited).most
  return ordered({ ...narrowest, most })
}

const stopOf = (limit: Limit, span: Spread | null, most = Infinity): Estimate['stops'] => {
  if (span === null || span.most <= most) return []
  const reach = span.least > most ? 'certain' : span.expected > most ? 'probable' : 'possible'
  return [{ limit, reach }]
}
