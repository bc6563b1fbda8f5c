/** The same engine for programs. Settings are given, never searched for; nothing is printed. */
import { runBatch } from './batch/run-batch.ts'
import { parseSettings } from './config/load.ts'
import type { SettingsInput } from './config/schema.ts'
import { askValidators } from './core/assess.ts'
import { systemClock } from './core/clock.ts'
import type { Observer } from './core/events.ts'
import { digest } from './core/hash.ts'
import { seededRandom } from './core/random.ts'
import type { Failure, Prompt, Thought, Timed, Validation } from './core/types.ts'
import { createValidators, wire, type Runtime } from './wire.ts'

export interface Options extends SettingsInput {
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

/** Checks a text against validators alone: no model, no network. `passed` is false when any could not answer. */
export async function validate(
  text: string,
  options: Pick<Options, 'validators' | 'signal'> & { readonly prompt?: PromptInput | undefined },
): Promise<{ passed: boolean; validations: Timed<Validation>[]; failures: Failure[] }> {
  const { validators } = parseSettings({ validators: options.validators })
  const scope = {
    signal: options.signal ?? new AbortController().signal,
    clock: systemClock,
    random: seededRandom(0),
    emit: () => undefined,
    path: [],
    rank: 0,
  }
  const draft = { prompt: toPrompt(options.prompt ?? '', 0), text }
  const { answered, failures } = await askValidators(await createValidators(validators), draft, 'all', scope)
  const passed = failures.length === 0 && answered.every((validation) => validation.passed)
  return { passed, validations: answered, failures }
}

async function open(options: Options): Promise<Runtime> {
  const { signal = new AbortController().signal, observers = [], env = process.env, ...values } = options
  const warn = (line: string) => process.emitWarning(line, 'sifaka')
  return wire(parseSettings(values), { env, signal, observers, warn })
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
export type { ResultRecord } from './report/record.ts'
export { toRecord } from './report/record.ts'
