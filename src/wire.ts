/** The composition root: Settings + Io -> Runtime. The only file that knows everybody. */
import { randomInt } from 'node:crypto'
import { toMs } from './config/duration.ts'
import type { Env } from './config/env.ts'
import { readNamed } from './config/named.ts'
import { registry } from './config/registry.ts'
import { validatorKind, type Settings } from './config/schema.ts'
import { systemClock, type Clock } from './core/clock.ts'
import { contradiction } from './core/contradictions.ts'
import { ConfigError } from './core/errors.ts'
import { fanOut, type Observer } from './core/events.ts'
import { improve } from './core/improve.ts'
import type { Crew, Critic, Model, Validator } from './core/ports.ts'
import { seededRandom } from './core/random.ts'
import { manyMayListen, type Scope } from './core/scope.ts'
import { didYouMean } from './core/suggest.ts'
import type { Prompt, Thought, Timed } from './core/types.ts'
import { ask } from './critics/model-critic.ts'
import { stack } from './middleware/stack.ts'
import { withSampling } from './middleware/with-sampling.ts'
import { pooledFetch } from './providers/http.ts'
import { providers } from './providers/index.ts'
import type { Provider } from './providers/provider.ts'
import type { ValidatorNeeds } from './validators/needs.ts'
import { openWorkshop, type Workshop } from './validators/workshop.ts'

export interface Io {
  readonly env: Env
  readonly signal: AbortSignal
  readonly observers: readonly Observer[]
  readonly warn: (line: string) => void
  readonly clock?: Clock | undefined
}

export interface Runtime {
  /** Works on one prompt; see `core/improve.ts` for what it promises. */
  readonly improve: (prompt: Prompt) => Promise<Timed<Thought>>
  /** The models at work, the writer first, each once. */
  readonly models: readonly string[]
  readonly scope: Scope
  /** Lets go of the connections, so that the process can end. */
  readonly close: () => Promise<void>
}

/** Creates everybody up front, so that whatever is missing is known before anything is sent. */
export async function wire(settings: Settings, io: Io): Promise<Runtime> {
  const http = pooledFetch({ env: io.env })
  const models = modelsOf(settings, io.env, http.fetch)
  const writer = settings.model ?? noModel()
  const generator = models.get(writer)
  const critic = (model?: string) => models.get(model ?? settings.criticModel ?? writer)
  const workshop = workshopOf(io.env, critic)
  const crew: Crew = {
    generator: withSampling(generator, {
      temperature: settings.temperature,
      maxTokens: settings.maxTokens,
      seed: settings.seed,
      stream: settings.stream,
    }),
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
  const scope: Scope = {
    signal: manyMayListen(io.signal),
    clock: io.clock ?? systemClock,
    random: seededRandom(settings.seed ?? randomInt(2 ** 32)),
    emit: fanOut(io.observers, io.warn),
    path: [],
  }
  return {
    scope,
    models: [...models.names()],
    close: async () => {
      await Promise.all([workshop.close(), http.close()])
    },
    improve: async (prompt) => {
      const own = await workshop.makeForeign(prompt.validators ?? [])
      const validators = [...crew.validators, ...own]
      const system = prompt.system ?? settings.system
      return improve({ ...prompt, system }, { ...crew, validators }, settings, scope)
    },
  }
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
  const http = pooledFetch({ env })
  const models = modelsOf(settings, env, http.fetch)
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

function checkCrew(crew: Crew, { quorum }: Settings): void {
  const clash = contradiction(crew.validators)
  if (clash) throw new ConfigError(clash, NO_TEXT)
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

/** One stacked model a name, shared by all who ask for it. */
function modelsOf(settings: Settings, env: Env, fetch: () => Promise<typeof globalThis.fetch>) {
  const made = new Map<string, Model>()
  const open = new Map<string, Provider>()
  const bounds = { timeoutMs: toMs(settings.timeout), retries: settings.retries }

  const provider = (name: string): Provider => {
    const own = settings.providers[name]
    const builtIn = providers.find((each) => each.name === name && name !== 'compatible')
    const definition = builtIn ?? (own ? pick(providers, 'compatible') : unknownProvider(name, settings))
    const options = own ?? definition.options.parse({})
    const opened = open.get(name) ?? (definition.create(options as never, { name, env, fetch }) as Provider)
    open.set(name, opened)
    return opened
  }
  return {
    names: () => made.keys(),
    get(name: string): Model {
      const colon = name.indexOf(':')
      const model =
        made.get(name) ?? stack(provider(name.slice(0, colon)).model(name.slice(colon + 1)), bounds)
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
