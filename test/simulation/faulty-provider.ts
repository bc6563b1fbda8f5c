/** The simulated provider, of which a share of the calls fails in one of the ways of real providers, and its ledger. */
import { ProviderError, type SifakaError } from '../../src/core/errors.ts'
import type { Model, ModelRequest } from '../../src/core/ports.ts'
import type { Scope } from '../../src/core/scope.ts'
import { requestKey } from '../../src/middleware/request-key.ts'
import type { ProviderDefinition } from '../../src/providers/provider.ts'
import { estimateRequestTokens } from '../../src/core/request-tokens.ts'
import { DefaultMap } from '../../src/util/default-map.ts'
import { estimateTokens } from '../../src/util/tokens.ts'
import { unlessAborted } from '../../src/util/unless-aborted.ts'
import { currentProcess, never } from './current-process.ts'

/** What the provider billed for one prompt, in tokens, and the number of attempts that it received. */
export interface Bill {
  attempts: number
  answered: number
  /** Answers that the journal has acknowledged. */
  acknowledged: number
  /** Attempts without an answer. */
  interrupted: number
}

/** What the provider has seen, over all processes of a run. */
export interface Ledger {
  /** By the id of the prompt. */
  readonly bills: DefaultMap<string, Bill>
  /** Answers that arrived, by prompt and request, and whether the journal has acknowledged them. */
  readonly answered: Map<string, { readonly tokens: number; readonly isAcknowledged: boolean }>
  /** Calls that were made although their answer had been journaled. */
  readonly repeated: string[]
  faultShare: number
}

export const newLedger = (faultShare = 0): Ledger => ({
  bills: new DefaultMap(() => ({ attempts: 0, answered: 0, acknowledged: 0, interrupted: 0 })),
  answered: new Map(),
  repeated: [],
  faultShare,
})

let ledger = newLedger()
export const useLedger = (next: Ledger): void => void (ledger = next)

export const billedTokens = ({ bills }: Ledger): number =>
  [...bills.values()].reduce((sum, { answered, interrupted }) => sum + answered + interrupted, 0)

const promptOf = ({ path }: Scope): string => path.find(({ kind }) => kind === 'thought')?.name ?? ''
const billOf = (scope: Scope): Bill => ledger.bills.get(promptOf(scope))

/** What is billed for an interrupted call; the program can only estimate it, and must not estimate too little. */
const billedInput = (request: ModelRequest): number => Math.floor(0.8 * estimateRequestTokens(request))

type Fault = (model: Model, request: ModelRequest, scope: Scope) => Promise<never>

const errorAfter =
  (create: (name: string, random: number) => SifakaError, billsInput = false): Fault =>
  async (model, request, scope) => {
    const random = currentProcess()?.random() ?? 0
    await scope.clock.sleep(Math.floor(random * 500), scope.signal)
    if (billsInput) billOf(scope).interrupted += billedInput(request)
    throw create(model.name, random)
  }

const FAULTS: readonly Fault[] = [
  errorAfter((name) => new ProviderError('server', `${name}: HTTP 500`, { status: 500 })),
  errorAfter((name) => new ProviderError('throttle', `${name}: too many requests`, { status: 429 })),
  errorAfter(
    (name, random) =>
      new ProviderError('throttle', `${name}: too many requests`, {
        status: 429,
        retryAfterMs: random * 3000,
      }),
  ),
  errorAfter((name) => new ProviderError('connection', `${name}: reset`), true),
  errorAfter((name) => new ProviderError('protocol', `${name}: not JSON`, { status: 200 }), true),
  errorAfter((name) => new ProviderError('input', `${name}: refused`, { status: 400 })),
  // A stream that ends early.
  async (model, request, scope) => {
    const bill = billOf(scope)
    bill.interrupted += billedInput(request)
    let sent = ''
    for (const word of ['Some ', 'words ', 'of ', 'a ', 'text ']) {
      await scope.clock.sleep(20, scope.signal)
      bill.interrupted += estimateTokens(sent + word) - estimateTokens(sent)
      sent += word
      request.onDelta?.(word)
    }
    throw new ProviderError('stream', `${model.name}: the stream ended early`)
  },
  // No answer at all: the time limit ends the call.
  async (_, request, scope) => {
    billOf(scope).interrupted += billedInput(request)
    return unlessAborted(never<never>(), scope.signal)
  },
]

const faultyModel = (model: Model): Model => ({
  ...model,
  async generate(request, scope) {
    const process = currentProcess()
    if (!process) return model.generate(request, scope)
    if (!process.step('send')) return never()
    const bill = billOf(scope)
    bill.attempts++
    const key = `${promptOf(scope)} ${requestKey(model, request)}`
    if (ledger.answered.get(key)?.isAcknowledged) ledger.repeated.push(key)
    const fault =
      process.random() < ledger.faultShare ? FAULTS[Math.floor(process.random() * FAULTS.length)] : undefined
    if (fault) return fault(model, request, scope)
    await scope.clock.sleep(50 + Math.floor(process.random() * 1000), scope.signal)
    const answer = await model.generate(request, scope)
    const tokens = answer.usage.inputTokens + answer.usage.outputTokens
    bill.answered += tokens
    if (!process.step('answer')) return never()
    ledger.answered.set(key, { tokens, isAcknowledged: false })
    return answer
  },
})

/** Call this when the journal has acknowledged the answer. */
export const acknowledge = (prompt: string, key: string): void => {
  const whole = `${prompt} ${key}`
  const answer = ledger.answered.get(whole)
  if (!answer || answer.isAcknowledged) return
  ledger.answered.set(whole, { ...answer, isAcknowledged: true })
  ledger.bills.get(prompt).acknowledged += answer.tokens
}

export const faultyProvider = <T extends ProviderDefinition>(definition: T): T => ({
  ...definition,
  create(options: Parameters<T['create']>[0], needs: Parameters<T['create']>[1]) {
    const provider = definition.create(options, needs)
    return { model: (id: string) => faultyModel(provider.model(id)) }
  },
})
