/** The composition root: Settings + Io -> Runtime. The only file that knows everybody. */
import { randomInt } from 'node:crypto'
import { toMs } from './config/duration.ts'
import type { Env } from './config/env.ts'
import { validatorSchema, type Settings } from './config/schema.ts'
import { systemClock, type Clock } from './core/clock.ts'
import { contradiction } from './core/contradictions.ts'
import { ConfigError, SifakaError } from './core/errors.ts'
import { fanOut, type Observer } from './core/events.ts'
import { improve } from './core/improve.ts'
import type { Crew, Critic, Model, Validator } from './core/ports.ts'
import { seededRandom } from './core/random.ts'
import { manyMayListen, type Scope } from './core/scope.ts'
import { didYouMean } from './core/suggest.ts'
import type { NamedOptions, Prompt, Thought, Timed } from './core/types.ts'
import { critics } from './critics/index.ts'
import { setImmediate } from 'node:timers/promises'
import type { Admission } from './batch/in-parallel.ts'
import { memoryCache } from './cache/memory.ts'
import { openAccount, type Account } from './middleware/account.ts'
import { Budget } from './middleware/budget.ts'
import { RetryBudget } from './middleware/retry-policy.ts'
import { stack } from './middleware/stack.ts'
import type { Journal } from './middleware/with-journal.ts'
import { withSampling } from './middleware/with-sampling.ts'
import { pooledFetch } from './providers/http.ts'
import { providers } from './providers/index.ts'
import type { Provider } from './providers/provider.ts'
import { validators } from './validators/index.ts'
import type { ValidatorNeeds } from './validators/needs.ts'

export interface Io {
  readonly env: Env
  readonly signal: AbortSignal
  readonly observers: readonly Observer[]
  readonly warn: (line: string) => void
  readonly clock?: Clock | undefined
  /** Where the calls of unfinished prompts are kept, for a run that can be taken up again. */
  readonly journal?: Journal | undefined
}

export interface Runtime {
  /** Works on one prompt; see `core/improve.ts` for what it promises. */
  readonly improve: (prompt: Prompt) => Promise<Timed<Thought>>
  /** The models at work, the writer first, each once. */
  readonly models: readonly string[]
  readonly scope: Scope
  /** How many prompts are to be in flight. */
  readonly admission: Admission
  /** Lets go of the connections, so that the process can end. */
  readonly close: () => Promise<void>
}

/** Creates everybody up front, so that whatever is missing is known before anything is sent. */
export async function wire(settings: Settings, io: Io): Promise<Runtime> {
  const http = pooledFetch({ env: io.env })
  const budget = budgetOf(settings)
  const models = modelsOf(settings, { ...io, fetch: http.fetch, budget })
  const writer = settings.model ?? noModel()
  const generator = models.get(writer)
  const critic = (model?: string) => models.get(model ?? settings.criticModel ?? writer)
  const crew: Crew = {
    generator: withSampling(generator, {
      temperature: settings.temperature,
      maxTokens: settings.maxTokens,
      seed: settings.seed,
      stream: settings.stream,
    }),
    validators: await createValidators(settings.validators, critic),
    critics: await Promise.all(
      settings.critics.map(async ({ name, ...options }): Promise<Critic> =>
        pick(critics, name).create(options as never, {
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
  let started = 0
  return {
    scope,
    admission: models.admission(writer, settings.concurrency, scope),
    models: [...models.names()],
    close: () => (release(), http.close()),
    improve: async (prompt) => {
      const own = await createValidators(prompt.validators ?? [], critic)
      const validators = [...crew.validators, ...own]
      const system = prompt.system ?? settings.system
      return improve({ ...prompt, system }, { ...crew, validators }, settings, { ...scope, rank: started++ })
    },
  }
}

const budgetOf = ({ maxCost, maxTotalTokens }: Settings): Budget | undefined =>
  (maxCost ?? maxTotalTokens) === undefined
    ? undefined
    : new Budget({ maxCostUsd: maxCost, maxTokens: maxTotalTokens })

/** A signal that is also aborted when the time is up. */
function within(deadline: string | undefined, clock: Clock, outer: AbortSignal) {
  const controller = new AbortController()
  const timer = new AbortController()
  const follow = () => controller.abort(outer.reason)
  if (outer.aborted) follow()
  else manyMayListen(outer).addEventListener('abort', follow, { once: true })
  if (deadline !== undefined) {
    const late = new SifakaError('deadline', `the deadline of ${deadline} has passed`, {
      hint: 'resume with a later one: --deadline',
    })
    clock.sleep(toMs(deadline), timer.signal).then(
      () => controller.abort(late),
      () => undefined,
    )
  }
  const release = () => {
    outer.removeEventListener('abort', follow)
    timer.abort('closed')
  }
  return { signal: manyMayListen(controller.signal), release }
}

type ModelByName = ValidatorNeeds['model']

/** Each validator as its definition makes it; the options were checked where they came in. */
export function createValidators(
  options: readonly NamedOptions[],
  model: ModelByName = noJudge,
): Promise<Validator[]> {
  const create = async ({ name, ...rest }: NamedOptions): Promise<Validator> =>
    pick(validators, name).create(rest, {
      model,
      validator: async (given) => create(validatorSchema.parse(given)),
    })
  return Promise.all(options.map(create))
}

const noJudge: ModelByName = () => {
  throw new ConfigError('a validator that asks a model needs one', 'set --model or --critic-model')
}

function checkCrew(crew: Crew, { quorum }: Settings): void {
  const clash = contradiction(crew.validators)
  if (clash) throw new ConfigError(clash, 'no text can pass both; change one of them')
  if (typeof quorum === 'number' && crew.critics.length > 0 && quorum > crew.critics.length) {
    throw new ConfigError(`quorum: ${quorum} approvals are asked of ${crew.critics.length} critics`)
  }
}

function pick<D extends { readonly name: string }>(definitions: readonly D[], name: string): D {
  const found = definitions.find((definition) => definition.name === name)
  const known = definitions.map((definition) => definition.name)
  if (!found) throw new ConfigError(`nothing is called "${name}"`, didYouMean(name, known))
  return found
}

/** A prompt may be waiting for its validators, or for critics of another provider, and need no slot. */
const MOST_PROMPTS_A_CALL = 8
/** Depth first fills the slots up to the end; then as many chains at once as there are left keep them full. */
const LAST_PROMPTS_A_CALL = 3

/** One stacked model a name, shared by all who ask for it. */
interface ModelNeeds extends Pick<Io, 'env' | 'journal'> {
  readonly fetch: () => Promise<typeof globalThis.fetch>
  readonly budget: Budget | undefined
}

function modelsOf(settings: Settings, { env, journal, fetch, budget }: ModelNeeds) {
  const made = new Map<string, Model>()
  const open = new Map<string, Provider>()
  const accounts = new Map<string, Account>()
  const retryBudget = new RetryBudget()
  const cache = settings.cache ? { cache: memoryCache(), refresh: settings.cache === 'refresh' } : undefined
  const { hedge, retries, rpm, tpm, maxCalls, connections } = settings
  const shared = { cache, journal, budget, hedge, retries, timeoutMs: toMs(settings.timeout) }
  const limits = {
    mostCalls: maxCalls ?? connections,
    known: maxCalls !== undefined,
    requestsPerMinute: rpm,
    tokensPerMinute: tpm,
  }

  const account = (name: string): Account => {
    const opened = accounts.get(name) ?? openAccount({ name, ...limits }, retryBudget)
    accounts.set(name, opened)
    return opened
  }

  const provider = (name: string): Provider => {
    const own = settings.providers[name]
    const builtIn = providers.find((each) => each.name === name && name !== 'compatible')
    const definition = builtIn ?? (own ? pick(providers, 'compatible') : unknownProvider(name, settings))
    const options = own ?? definition.options.parse({})
    const opened =
      open.get(name) ??
      (definition.create(options as never, { name, env, fetch, prices: settings.prices }) as Provider)
    open.set(name, opened)
    return opened
  }
  return {
    names: () => made.keys(),
    checkPrices(): void {
      for (const [name, model] of made) {
        if (model.cost?.({ inputTokens: 1, outputTokens: 1 }) != null) continue
        throw new ConfigError(
          `maxCost cannot hold: nobody knows what ${name} costs`,
          `say it in the settings: "prices": { "${name}": { "input": 0.15, "output": 0.6 } }`,
        )
      }
    },
    admission(writer: string, concurrency: Settings['concurrency'], { signal }: Scope): Admission {
      if (concurrency !== 'auto') return { concurrency }
      const { gate } = account(writer.slice(0, writer.indexOf(':')))
      const lane = gate.lane(writer)
      const { mostCalls } = limits
      const ready = async () => {
        // The call of the prompt that was admitted last is on its way to the gate.
        await setImmediate()
        await gate.whenSpare(lane, signal)
      }
      return { concurrency: MOST_PROMPTS_A_CALL * mostCalls, ready, last: LAST_PROMPTS_A_CALL * mostCalls }
    },
    get(name: string): Model {
      const colon = name.indexOf(':')
      const owner = name.slice(0, colon)
      const model =
        made.get(name) ??
        stack(provider(owner).model(name.slice(colon + 1)), { ...shared, account: account(owner) })
      made.set(name, model)
      return model
    },
  }
}

function unknownProvider(name: string, settings: Settings): never {
  const known = [...providers.map((each) => each.name), ...Object.keys(settings.providers)]
  const names = known.filter((each) => each !== 'compatible')
  throw new ConfigError(`no provider is called "${name}"`, didYouMean(name, [...new Set(names)]))
}

function noModel(): never {
  throw new ConfigError(
    'no model is set',
    'three ways to get one: set a key (OPENAI_API_KEY) and --model openai:gpt-4o-mini, run Ollama and --model ollama:NAME, or rehearse with --model sim:writer',
  )
}
