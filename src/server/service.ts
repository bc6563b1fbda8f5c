/** Carries out requests within the limits of the service. */
import { randomUUID } from 'node:crypto'
import type { Verdict } from '../core/assess.ts'
import { SifakaError } from '../core/errors.ts'
import type { Sink } from '../core/events.ts'
import { MODEL_NAME, namesModelFile } from '../core/ports.ts'
import { toRecord, type ResultRecord } from '../core/record.ts'
import { openChildScope, type Scope } from '../core/scope.ts'
import type { Prompt, Thought, Timed, Usage } from '../core/types.ts'
import type { Engine } from '../engine/create-engine.ts'
import { didYouMean } from '../util/lookup.ts'
import { badRequest } from './read-body.ts'
import type { TextRequest } from './request-fields.ts'
import { ServiceError } from './service-error.ts'

/** The name by which requests select the settings of the service, without a profile. */
const DEFAULT_MODEL = 'default'

export interface ServiceOptions {
  /** Opens the engine of a profile; without a profile, that of the settings of the service. */
  readonly openEngine: (profile: string | undefined) => Promise<Engine>
  readonly profileNames: readonly string[]
  /** The maximum number of requests in progress; further ones are refused. */
  readonly maxRequests: number
  /** Tokens that a client may use until the service restarts. */
  readonly maxClientTokens?: number | undefined
  /** The time after which a request ends with its best draft so far. */
  readonly requestTimeoutMs: number
}

/** The client that sent a request. */
export interface Caller {
  /** The name under which its tokens are counted. */
  readonly client: string
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal
  readonly onEvent?: Sink | undefined
}

export interface ImproveResult {
  readonly thought: Timed<Thought>
  readonly record: ResultRecord
}

export interface Service {
  readonly modelNames: () => Promise<readonly string[]>
  /** Rejects with a `ServiceError` if the request cannot be carried out. Later errors are part of the thought. */
  readonly improve: (request: TextRequest, caller: Caller, thoughtId?: string) => Promise<ImproveResult>
  readonly validate: (
    prompt: TextRequest['prompt'],
    text: string,
    caller: Caller,
  ) => Promise<Verdict & { readonly usage: Usage }>
  /** Rejects like `improve`, without any work: a streamed answer begins before the work. */
  readonly check: (request: TextRequest, client: string) => Promise<void>
  readonly inFlight: () => number
  /** Resolves once no request is in flight. */
  readonly settled: () => Promise<void>
}

export function createService(options: ServiceOptions): Service {
  const { openEngine, profileNames, maxRequests, maxClientTokens = Infinity, requestTimeoutMs } = options
  const running = new Set<Promise<unknown>>()
  const usedTokens = new Map<string, number>()

  const engineFor = async ({ model = DEFAULT_MODEL, maxIterations }: TextRequest): Promise<Engine> => {
    const isProfile = profileNames.includes(model)
    if (!isProfile && model !== DEFAULT_MODEL && !MODEL_NAME.test(model)) {
      const hint = didYouMean(model, [DEFAULT_MODEL, ...profileNames])
      const message = `model: "${model}" is neither provider:model nor a profile of this service; ${hint}`
      throw new ServiceError(404, 'model_not_found', message)
    }
    const engine = await openEngine(isProfile ? model : undefined)
    const { model: writer, maxIterations: maximum } = engine.settings
    if (namesModelFile(model) && model !== writer) {
      throw badRequest('model: requests cannot name a file; set it in the settings of the service')
    }
    if (!MODEL_NAME.test(model) && writer === undefined) {
      throw new ServiceError(404, 'model_not_found', `model: "${model}" names no model; use provider:model`)
    }
    if (maxIterations !== undefined && maxIterations > maximum) {
      throw badRequest(`maxIterations must be ${maximum} or less, not ${maxIterations}`)
    }
    return engine
  }
  /** The model that the request names; undefined if it names a profile or nothing. */
  const namedModel = ({ model = DEFAULT_MODEL }: TextRequest): string | undefined =>
    MODEL_NAME.test(model) && !profileNames.includes(model) ? model : undefined

  const refuseIfSpent = (client: string) => {
    if ((usedTokens.get(client) ?? 0) < maxClientTokens) return
    throw new ServiceError(
      429,
      'insufficient_quota',
      `the ${maxClientTokens} tokens of this client are used up; ask the operator of the service for more`,
    )
  }
  /** Runs the work in its own scope, which aborts when the client disconnects, at the timeout, or with the engine. */
  const inScope = async <T>(
    engine: Engine,
    caller: Caller,
    work: (scope: Scope) => Promise<T>,
  ): Promise<T> => {
    const { scope, abort, release } = openChildScope(engine.scope)
    const cancel = () => abort(new SifakaError('cancelled', 'the client has disconnected'))
    if (caller.signal.aborted) cancel()
    caller.signal.addEventListener('abort', cancel, { once: true })
    const stop = () =>
      abort(new SifakaError('deadline', `the request took longer than ${requestTimeoutMs / 1000} s`))
    const cancelTimeout = scope.clock.after(requestTimeoutMs, stop)
    const emit: Sink = (event) => {
      scope.emit(event)
      caller.onEvent?.(event)
    }
    try {
      return await work({ ...scope, emit })
    } finally {
      cancelTimeout()
      caller.signal.removeEventListener('abort', cancel)
      release()
    }
  }
  const refuseIfFull = () => {
    if (running.size < maxRequests) return
    throw new ServiceError(
      429,
      'rate_limit_exceeded',
      `${maxRequests} requests are in progress; try again later`,
      { retryAfterS: 1 },
    )
  }
  const start = async <T extends { readonly usage: Usage }>(
    engine: Engine,
    caller: Caller,
    work: (scope: Scope) => Promise<T>,
  ): Promise<T> => {
    refuseIfFull()
    const request = inScope(engine, caller, work)
    running.add(request)
    const result = await request.finally(() => running.delete(request))
    // Providers bill the calls of a client that disconnects, too.
    const { inputTokens, outputTokens, wasted } = result.usage
    const tokens = inputTokens + outputTokens + wasted.inputTokens + wasted.outputTokens
    usedTokens.set(caller.client, (usedTokens.get(caller.client) ?? 0) + tokens)
    return result
  }

  return {
    async modelNames() {
      const { settings } = await openEngine(undefined)
      const own = settings.model === undefined ? [] : [DEFAULT_MODEL, settings.model]
      return [...new Set([...own, ...profileNames])]
    },
    async check(request, client) {
      refuseIfSpent(client)
      const engine = await engineFor(request)
      await engine.check({ ...withIds(request.prompt), model: namedModel(request) ?? engine.settings.model })
      refuseIfFull()
    },
    async improve(request, caller, thoughtId) {
      refuseIfSpent(caller.client)
      const engine = await engineFor(request)
      const model = namedModel(request)
      const prompt = { ...withIds(request.prompt), model }
      const { sampling, maxIterations } = request
      const thought = await start(engine, caller, (scope) =>
        engine.improve(prompt, { scope, sampling, maxIterations, thoughtId }),
      )
      return { thought, record: toRecord(thought, model ?? engine.settings.model ?? '') }
    },
    async validate(given, text, caller) {
      refuseIfSpent(caller.client)
      const engine = await openEngine(undefined)
      if (engine.validators.length === 0 && !given.validators?.length) {
        throw badRequest('validators: no validators are given, and the settings of the service have none')
      }
      return start(engine, caller, (scope) => engine.validate(withIds(given), text, { scope }))
    },
    inFlight: () => running.size,
    async settled() {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}

/** A random id, so that no two requests are taken for the same prompt. */
const withIds = (prompt: TextRequest['prompt']): Prompt => ({ ...prompt, id: randomUUID(), index: 0 })
