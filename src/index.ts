/** The same engine for programs. Settings are given, never searched for; nothing is printed. */
import { runBatch } from './batch/run.ts'
import type { Plugin } from './plugins/define.ts'
import { parseSettings } from './config/load.ts'
import { loadPlugins } from './plugins/load.ts'
import type { SettingsInput } from './config/schema.ts'
import { askValidators } from './core/assess.ts'
import { systemClock } from './core/clock.ts'
import type { Observer } from './core/events.ts'
import { digest } from './util/hash.ts'
import { seededRandom } from './util/random.ts'
import { manyMayListen } from './core/scope.ts'
import { blocks, isWarning } from './core/severity.ts'
import type { Failure, Prompt, Thought, Timed, Validation } from './core/types.ts'
import { wire, wireChecks, type Runtime } from './engine/create-engine.ts'

export interface Options extends Omit<SettingsInput, 'plugins'> {
  /** Modules with validators and critics of your own, or what `defineValidator` and `defineCritic` return. */
  readonly plugins?: readonly (string | Plugin)[] | undefined
  /** Cancels the work; what was reached so far is still returned. */
  readonly signal?: AbortSignal | undefined
  /** Told of everything that happens, as it happens. */
  readonly observers?: readonly Observer[] | undefined
  /** Where API keys are looked up; default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** A prompt's text, or more about it; an id is made from the content where none is given. */
export type PromptInput = string | (Partial<Prompt> & { readonly text: string })

/**
 * Works on one prompt until its text is accepted or a limit is reached. What a provider does wrong is in the
 * thought's outcome; rejects with a `ConfigError` when the settings or a key cannot be used.
 */
export async function improve(prompt: PromptInput, options: Options): Promise<Timed<Thought>> {
  const runtime = await open(options)
  try {
    return await runtime.improve(toPrompt(prompt, 0))
  } finally {
    await runtime.close()
  }
}

/** Works on many prompts at once, `concurrency` at a time; yields one thought a prompt, in their order. */
export async function* batch(
  prompts: Iterable<PromptInput> | AsyncIterable<PromptInput>,
  options: Options & { /** Yield in input order; default: true. */ readonly ordered?: boolean | undefined },
): AsyncGenerator<Timed<Thought>> {
  const { ordered = true, ...rest } = options
  const runtime = await open(rest)
  const { admission } = runtime
  const { signal } = runtime.scope
  try {
    yield* runBatch(toPrompts(prompts), runtime.improve, { ...admission, ordered, signal })
  } finally {
    await runtime.close()
  }
}

/**
 * Checks a text against validators alone; a model is asked only by a validator that needs one. `passed` is false
 * when any could not answer, but for warnings.
 */
export async function validate(
  text: string,
  options: Omit<Options, 'observers'> & { readonly prompt?: PromptInput | undefined },
): Promise<{ passed: boolean; validations: Timed<Validation>[]; failures: Failure[] }> {
  const { signal = new AbortController().signal, env = process.env, prompt = '', ...values } = options
  const settings = await settingsOf(values)
  const checks = await wireChecks(settings, env)
  const scope = {
    signal: manyMayListen(signal),
    clock: systemClock,
    random: seededRandom(settings.seed ?? 0),
    emit: () => undefined,
    path: [],
    rank: 0,
  }
  try {
    const draft = { prompt: toPrompt(prompt, 0), text }
    const own = await checks.makeForeign(draft.prompt.validators ?? [])
    const validators = [...checks.validators, ...own]
    const { answered, failures } = await askValidators(validators, draft, settings.validation, scope)
    const passed = failures.every(isWarning) && !answered.some(blocks)
    return { passed, validations: answered, failures }
  } finally {
    await checks.close()
  }
}

/** Plugins first, since the rest may name what they define. */
async function settingsOf({ plugins = [], ...values }: Omit<Options, 'observers' | 'signal' | 'env'>) {
  await loadPlugins(plugins, process.cwd())
  return parseSettings(values)
}

async function open(options: Options): Promise<Runtime> {
  const { signal = new AbortController().signal, observers = [], env = process.env, ...values } = options
  const settings = await settingsOf(values)
  const warn = (line: string) => process.emitWarning(line, 'sifaka')
  return wire(settings, { env, signal, observers, warn })
}

async function* toPrompts(
  inputs: Iterable<PromptInput> | AsyncIterable<PromptInput>,
): AsyncGenerator<Prompt> {
  let index = 0
  for await (const input of inputs) yield toPrompt(input, index++)
}

function toPrompt(input: PromptInput, index: number): Prompt {
  const given = typeof input === 'string' ? { text: input } : input
  return { id: digest(JSON.stringify(given)), index, ...given }
}

export { defineCritic, defineValidator } from './plugins/define.ts'
export type { CriticPlugin, Finding, Plugin, ValidatorOfOnesOwn, ValidatorPlugin } from './plugins/define.ts'
export { SifakaError, ConfigError, ProviderError, UsageError } from './core/errors.ts'
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
