/** The composition root: Settings + Io -> Runtime. With the files beside it, the only ones that know everybody. */
import { randomInt } from 'node:crypto'
import { toMs } from '../util/duration.ts'
import type { Env } from '../config/env.ts'
import { readNamed } from '../config/named.ts'
import { registry } from '../plugins/registry.ts'
import { validatorKind, type Settings } from '../config/schema.ts'
import { systemClock, type Clock } from '../core/clock.ts'
import { askValidators } from '../core/assess.ts'
import { contradiction } from '../core/constraints/contradictions.ts'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { fanOut, type Observer } from '../core/events.ts'
import { messageOf } from '../core/failure.ts'
import { improve } from '../core/improve.ts'
import type { Crew, Critic, Journal, Validator } from '../core/ports.ts'
import { seededRandom } from '../util/random.ts'
import { blocks, isWarning } from '../core/severity.ts'
import type { Scope } from '../core/scope.ts'
import type { Prompt, Thought, Timed, Usage, Validation } from '../core/types.ts'
import { ask } from '../critics/model-critic.ts'
import type { Admission } from '../batch/admission.ts'
import { Budget } from '../middleware/budget.ts'
import { withSampling } from '../middleware/with-sampling.ts'
import { pooledFetch } from '../providers/http/lazy-pool.ts'
import type { ValidatorNeeds } from '../validators/shared/needs.ts'
import { openWorkshop, type Workshop } from '../validators/runtime/factory.ts'
import { within } from './deadline.ts'
import { modelsOf, noModel } from './models.ts'
import { pick } from './pick.ts'

export interface Io {
  readonly env: Env
  readonly signal: AbortSignal
  readonly observers: readonly Observer[]
  readonly warn: (line: string) => void
  readonly clock?: Clock | undefined
  /** Once it is aborted no call is sent any more; those in flight may finish. */
  readonly stopping?: AbortSignal | undefined
  /** Where the calls of unfinished prompts are kept, for a run that can be taken up again. */
  readonly journal?: Journal | undefined
}

export interface Runtime {
  /** Works on one prompt; see `core/improve.ts` for what it promises. */
  readonly improve: (prompt: Prompt) => Promise<Timed<Thought>>
  /** The models at work, the writer first, each once. */
  readonly models: readonly string[]
  readonly scope: Scope
  /** Asks the validators alone about a text of the prompt's. */
  readonly validate: (
    prompt: Prompt,
    text: string,
  ) => Promise<{ readonly passed: boolean; readonly validations: readonly Timed<Validation>[] }>
  /** What an earlier run spent counts, too. */
  readonly spent: (usage: Pick<Usage, 'costUsd' | 'inputTokens' | 'outputTokens'>) => void
  /** Connections opened so far. */
  readonly connectionsOpened: () => number
  /** How many prompts are to be in flight. */
  readonly admission: Admission
  /** Lets go of the connections, so that the process can end. */
  readonly close: () => Promise<void>
}

/** Creates everybody up front, so that whatever is missing is known before anything is sent. */
export async function wire(settings: Settings, io: Io): Promise<Runtime> {
  const http = pooledFetch({ ...transportOf(settings), env: io.env, warn: io.warn })
  const budget = budgetOf(settings)
  const models = modelsOf(settings, { ...io, fetch: http.fetch, budget })
  const writer = settings.model ?? noModel()
  const generator = models.get(writer)
  const critic = (model?: string) => models.get(model ?? settings.criticModel ?? writer)
  const workshop = workshopOf(io.env, critic)
  const { temperature, maxTokens, seed, stream } = settings
  const writerOf = (name: string) => withSampling(models.get(name), { temperature, maxTokens, seed, stream })
  const crew: Crew = {
    generator: writerOf(writer),
    validators: await workshop.make(settings.validators),
    critics: await Promise.all(
      settings.critics.map(async ({ name, ...options }): Promise<Critic> =>
        pick(registry.critic, name).create(options as never, {
          generator,
          critic,
        }),
      ),
    ),
  }
  checkCrew(crew, settings)
  if (settings.maxCost !== undefined) models.checkPrices()
  const clock = io.clock ?? systemClock
  const { signal, release } = within(settings.deadline, clock, io.signal)
  const scope: Scope = {
    signal,
    clock,
    random: seededRandom(settings.seed ?? randomInt(2 ** 32)),
    emit: fanOut(io.observers, io.warn),
    path: [],
    rank: 0,
  }
  const crewFor = async (prompt: Prompt): Promise<Crew> => {
    const own = await workshop.makeForeign(prompt.validators ?? [])
    const generator = prompt.model === undefined ? crew.generator : writerOf(prompt.model)
    return { ...crew, generator, validators: [...crew.validators, ...own] }
  }
  let started = 0
  onceAborted(io.stopping, (reason) =>
    models.stop(new SifakaError('cancelled', messageOf(reason), { cause: reason })),
  )
  return {
    scope,
    admission: models.admission(writer, settings.concurrency, scope),
    models: [...models.names()],
    close: async () => {
      release()
      await Promise.all([workshop.close(), http.close()])
    },
    connectionsOpened: http.opened,
    spent: ({ costUsd, inputTokens, outputTokens }) =>
      budget?.spend({ costUsd, tokens: inputTokens + outputTokens }),
    async validate(prompt, text) {
      const { validators } = await crewFor(prompt)
      const found = await askValidators(validators, { prompt, text }, settings.validation, scope)
      const passed = found.failures.every(isWarning) && !found.answered.some(blocks)
      return { passed, validations: found.answered }
    },
    improve: async (prompt) => {
      const system = prompt.system ?? settings.system
      return improve({ ...prompt, system }, await crewFor(prompt), settings, { ...scope, rank: started++ })
    },
  }
}

const transportOf = ({ connections, idleConnections, connectTimeout, idleTimeout }: Settings) => ({
  connections,
  idleConnections,
  connectMs: toMs(connectTimeout),
  idleMs: toMs(idleTimeout),
})

const budgetOf = ({ maxCost, maxTotalTokens }: Settings): Budget | undefined =>
  (maxCost ?? maxTotalTokens) === undefined
    ? undefined
    : new Budget({ maxCostUsd: maxCost, maxTokens: maxTotalTokens })

function onceAborted(signal: AbortSignal | undefined, tell: (reason: unknown) => void): void {
  if (signal?.aborted) tell(signal.reason)
  else signal?.addEventListener('abort', () => tell(signal.reason), { once: true })
}

const workshopOf = (env: Env, model: ValidatorNeeds['model']): Workshop =>
  openWorkshop({
    definitions: registry.validator,
    check: (given, foreign) => readNamed(given, { ...validatorKind, foreign }),
    model,
    ask,
    env,
  })

export interface Checks extends Pick<Workshop, 'makeForeign' | 'close'> {
  /** Those of the settings. */
  readonly validators: readonly Validator[]
  /** The models that validators ask. */
  readonly models: () => readonly string[]
}

/** Validators alone: there need be no model, but for those that ask one. */
export async function wireChecks(settings: Settings, env: Env): Promise<Checks> {
  const http = pooledFetch({ ...transportOf(settings), env })
  const models = modelsOf(settings, { env, fetch: http.fetch, budget: undefined })
  const workshop = workshopOf(env, (name) =>
    models.get(name ?? settings.criticModel ?? settings.model ?? noModel()),
  )
  const validators = await workshop.make(settings.validators)
  const clash = contradiction(validators)
  if (clash) throw new ConfigError(clash, NO_TEXT)
  return {
    validators,
    models: () => [...models.names()],
    makeForeign: workshop.makeForeign,
    close: async () => {
      await Promise.all([workshop.close(), http.close()])
    },
  }
}

const NO_TEXT = 'no text can pass both; change one of them'

/** Throws a `ConfigError` where nothing that these people could do would be accepted. */
export function checkCrew(crew: Crew, { quorum }: Settings): void {
  const clash = contradiction(crew.validators)
  if (clash) throw new ConfigError(clash, NO_TEXT)
  if (typeof quorum === 'number' && crew.critics.length > 0 && quorum > crew.critics.length) {
    throw new ConfigError(`quorum: ${quorum} approvals are asked of ${crew.critics.length} critics`)
  }
}
