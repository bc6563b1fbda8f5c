/**
 * The library. Its functions receive their settings as arguments, read no settings files, and print nothing.
 */
import { ioOptionsOf, optionsOf } from './batch/library-options.ts'
import { promptOf, promptsOf, toPrompt } from './batch/prompt-input.ts'
import { runBatch } from './batch/run.ts'
import { cacheFolder } from './cache/folder.ts'
import { parseSettings } from './config/load.ts'
import { validatorTimeoutIn } from './config/plugins/named-plugins.ts'
import { errorWithOptionNames, withOptionNames, resultWithOptionNames } from './config/words/option-words.ts'
import { builtInRegistry } from './config/registry.ts'
import type { CriticRule, ValidatorRule } from './config/rules/rule-types.ts'
import type { SettingsInput } from './config/schema.ts'
import type { Verdict } from './core/assess.ts'
import type { Store } from './core/backends/store.ts'
import { ConfigError } from './core/errors.ts'
import type { Observer } from './core/events.ts'
import type { Prompt, Thought, Timed } from './core/types.ts'
import { createEngine, type Engine } from './engine/create-engine.ts'
import { createVarsFiller } from './config/rules/fill-vars.ts'
import type { Plugin } from './plugins/define.ts'
import { loadPlugins } from './plugins/load.ts'
import type { Registry } from './plugins/registry.ts'
import { openStore as openStoreOf } from './storage/open-store.ts'
import { didYouMean } from './util/lookup.ts'

/**
 * The options of validators in plugins that are loaded from files, by their names:
 * `declare module 'sifaka-cli' { interface PluginValidators { calm: { max?: number } } }`.
 */
export interface PluginValidators {}

/** The options of critics in plugins that are loaded from files, as in `PluginValidators`. */
export interface PluginCritics {}

interface EngineOptions extends Omit<SettingsInput, 'plugins' | 'validators' | 'critics'> {
  readonly validators?: readonly unknown[] | undefined
  readonly critics?: readonly unknown[] | undefined
  /**
   * Paths of modules that define validators and critics, or values returned by `defineValidator` or
   * `defineCritic`.
   */
  readonly plugins?: PluginList | undefined
  /**
   * When aborted, the work is cancelled; thoughts in progress end as cancelled, with their best draft so far.
   */
  readonly signal?: AbortSignal | undefined
  /** Objects whose method `on` receives every event as it happens. */
  readonly observers?: readonly Observer[] | undefined
  /** The environment variables to use, for example for API keys; default: those of the process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** `Plugins` are the types of the plugins that are passed as values, whose names and options are then checked. */
export interface Options<Plugins extends PluginList = PluginList> extends Omit<
  EngineOptions,
  'plugins' | 'validators' | 'critics'
> {
  readonly plugins?: Plugins | undefined
  /** Validators that every text must pass. */
  readonly validators?: readonly ValidatorRule<Plugins, PluginValidators>[] | undefined
  /** Critics that review every draft; `[]` for none. */
  readonly critics?: readonly CriticRule<Plugins, PluginCritics>[] | undefined
}

type PluginList = readonly (string | Plugin)[]

/** A text, or a prompt with more fields. The default `id` is the hash of the content. */
export type PromptInput<Plugins extends PluginList = PluginList> =
  | string
  | (Omit<Partial<Prompt>, 'validators'> & {
      readonly text: string
      /** Additional validators for this prompt only. */
      readonly validators?: readonly ValidatorRule<Plugins, PluginValidators>[] | undefined
    })

/**
 * Runs the loop on one prompt until its text is accepted or a limit is reached. Errors of providers are part of the
 * thought; rejects with a `ConfigError` if the settings or a key cannot be used.
 *
 * @example
 * const { text, outcome } = await improve('Write about rain.', { model: 'openai:gpt-6-luna', maxIterations: 2 })
 */
export const improve = <const Plugins extends PluginList = []>(
  prompt: PromptInput<Plugins>,
  options: Options<Plugins> = {},
): Promise<Timed<Thought>> =>
  withEngine(options, async (engine, registry) => {
    await engine.prepare()
    const fill = createVarsFiller(engine.settings, registry, { refuseUnused: true })
    return resultWithOptionNames(await engine.improve(fill(promptOf(prompt, 0))))
  })

/**
 * Runs the loop on many prompts, `concurrency` prompts at a time. Yields one thought per prompt, by default
 * in input order.
 */
export async function* batch<const Plugins extends PluginList = []>(
  prompts: (Iterable<PromptInput<Plugins>> & object) | AsyncIterable<PromptInput<Plugins>>,
  options: Options<Plugins> & { readonly ordered?: boolean | undefined } = {},
): AsyncGenerator<Timed<Thought>> {
  const { ordered = true, ...others } = optionsOf(options)
  if (typeof ordered !== 'boolean') throw new ConfigError('ordered must be true or false')
  const { engine, registry } = await open(others)
  try {
    await engine.prepare()
    const { signal } = engine.scope
    const fill = createVarsFiller(engine.settings, registry, { refuseUnused: false })
    for await (const thought of runBatch(promptsOf(prompts, fill), engine.improve, {
      ...engine.admission,
      ordered,
      signal,
    }))
      yield resultWithOptionNames(thought)
  } catch (error) {
    throw errorWithOptionNames(error)
  } finally {
    await engine.close()
  }
}

/** Runs only the validators on a text. A model is needed only for validators that call one. */
export const validate = async <const Plugins extends PluginList = []>(
  text: string,
  options: Options<Plugins> & { readonly prompt?: PromptInput<Plugins> | undefined } = {},
): Promise<Verdict> => {
  const { prompt = '', ...others } = optionsOf(options)
  return withEngine(others, async (engine, registry) => {
    if (typeof text !== 'string') throw new ConfigError('the text is not a string', 'pass the text to check')
    const fill = createVarsFiller(engine.settings, registry, { refuseUnused: true })
    const given = fill(toPrompt(prompt, 0))
    if (engine.validators.length === 0 && !given.validators?.length)
      throw new ConfigError('no validators are given', "name at least one in the option validators: ['json']")
    return resultWithOptionNames(await engine.validate(given, text))
  })
}

/**
 * Opens the store that the settings name, by default the store of this user, to read what runs have stored. Close it at
 * the end. Rejects with a `ConfigError` if the settings disable the store.
 *
 * @example
 * const store = await openStore()
 * const { thoughts } = await store.list({ outcome: 'exhausted' }, { limit: 10 })
 */
export async function openStore(options: Pick<Options, 'store' | 'env' | 'signal'> = {}): Promise<Store> {
  const { store, ...io } = optionsOf(options)
  const { env = process.env, signal = new AbortController().signal, ...unknown } = ioOptionsOf(io)
  const [name] = Object.keys(unknown)
  if (name !== undefined)
    throw new ConfigError(`openStore has no option "${name}"`, didYouMean(name, ['store', 'env', 'signal']))
  const settings = parseSettings(store === undefined ? {} : { store }, builtInRegistry())
  if (settings.store === false)
    throw new ConfigError('the setting store is false, so there is no store to open')
  return openStoreOf(settings.store, { env, signal, warn: (line) => process.emitWarning(line, 'sifaka') })
}

async function withEngine<T>(
  options: EngineOptions,
  work: (engine: Engine, registry: Registry) => Promise<T>,
): Promise<T> {
  const { engine, registry } = await open(options)
  try {
    return await work(engine, registry)
  } catch (error) {
    throw errorWithOptionNames(error)
  } finally {
    await engine.close()
  }
}

async function open(
  options: EngineOptions,
): Promise<{ readonly engine: Engine; readonly registry: Registry }> {
  const {
    plugins = [],
    signal = new AbortController().signal,
    observers,
    env = process.env,
    ...values
  } = ioOptionsOf(optionsOf(options))
  const registry = builtInRegistry()
  try {
    // Plugins are loaded before the settings are checked, since settings can name their validators and critics.
    const limits = { limitMs: validatorTimeoutIn([values]), signal }
    await loadPlugins(registry, plugins, process.cwd(), limits)
    const warn = (line: string) => process.emitWarning(withOptionNames(line), 'sifaka')
    const settings = parseSettings(values, registry)
    const engine = await createEngine(settings, {
      registry,
      env,
      signal,
      observers,
      warn,
      cacheFolder: cacheFolder(env),
    })
    return { engine, registry }
  } catch (error) {
    throw errorWithOptionNames(error)
  }
}

export type { CriticRule, ValidatorRule } from './config/rules/rule-types.ts'
export { defineCritic, defineValidator } from './plugins/define.ts'
export type {
  CriticPlugin,
  Plugin,
  PluginValidation,
  PluginValidator,
  ValidatorPlugin,
} from './plugins/define.ts'
export { SifakaError, ConfigError, ProviderError, UsageError } from './core/errors.ts'
export type { Verdict } from './core/assess.ts'
export type { Finding } from './core/validation/finding.ts'
export type { Observer, SifakaEvent } from './core/events.ts'
export type {
  Critique,
  Failure,
  Generation,
  Iteration,
  NamedOptions,
  Outcome,
  Prompt,
  Severity,
  StopReason,
  Thought,
  Timed,
  Usage,
  Validation,
} from './core/types.ts'
export type { Settings, SettingsInput } from './config/schema.ts'
export type { ResultRecord } from './core/record.ts'
export { toRecord } from './core/record.ts'
export { overview } from './report/thoughts/overview.ts'
export type { ThoughtOverview } from './report/thoughts/overview.ts'
export { thoughtOf } from './core/backends/store.ts'
export type { Store, StoredThought, ThoughtFilter, ThoughtHead, ThoughtPage } from './core/backends/store.ts'
