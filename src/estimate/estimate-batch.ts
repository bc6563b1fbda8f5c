/** The dry run: checks and creates everything as for a real run, but its models only record requests. */
import { idIndex } from '../batch/resume/id-index.ts'
import type { Estimate } from '../core/estimate.ts'
import type { Prompt } from '../core/types.ts'
import { createEngine, type Engine } from '../engine/create-engine.ts'
import type { EngineIo } from '../engine/io.ts'
import { createModels, keyVariablesOf, missingKeys } from '../engine/models.ts'
import { factsReader } from './prompt-facts.ts'
import { estimatePrompt } from './prompt-estimate.ts'
import { recordRequests } from './recording-model.ts'
import { RunTotal, type Repetition } from './run-total.ts'

export interface BatchEstimate {
  readonly estimate: Estimate
  /** Environment variables that the run needs and that are not set. */
  readonly missingKeys: readonly string[]
}

/** Rejects with the errors that would end a run before it sends anything, except for a missing key. */
export async function estimateBatch(
  prompts: AsyncIterable<Prompt> | ((engine: Engine) => AsyncIterable<Prompt>),
  settings: Engine['settings'],
  io: EngineIo,
): Promise<BatchEstimate> {
  const missing = missingKeys(settings, io.env)
  const env = envForDryRun(settings, io.env)
  const recorder = recordRequests(createModels(settings, { ...io, env }))
  const { models } = recorder
  const engine = await createEngine({ ...settings, store: false }, { ...io, env }, { models })
  try {
    await engine.prepare()
    const factsOf = factsReader(engine, recorder)
    const total = new RunTotal(settings, (model) => models.get(model).cost)
    const repetitionOf = repetitionDetector()
    for await (const prompt of typeof prompts === 'function' ? prompts(engine) : prompts) {
      io.signal.throwIfAborted()
      total.add(estimatePrompt(await factsOf(prompt), settings), repetitionOf(prompt))
    }
    const used = new Set(models.names().flatMap((model) => keyVariablesOf(model, settings)))
    return { estimate: total.estimate(), missingKeys: missing.filter((variable) => used.has(variable)) }
  } finally {
    await engine.close()
  }
}

/** The environment with a key for each provider, since a dry run sends nothing. */
export const envForDryRun = (
  settings: Pick<Engine['settings'], 'providers'>,
  env: EngineIo['env'],
): EngineIo['env'] => ({
  ...env,
  ...Object.fromEntries(missingKeys(settings, env).map((variable) => [variable, 'key-for-dry-run'])),
})

/**
 * Compares each prompt with all earlier ones. `some` means that only its critics' calls repeat, since task and draft
 * are equal.
 */
function repetitionDetector(): (prompt: Prompt) => Repetition {
  const known = idIndex()
  const isKnown = (...parts: readonly unknown[]) => known.add(JSON.stringify(parts), 0) !== undefined
  return ({ text, system, model, draft, validators, vars }) => {
    const sameDraft = draft !== undefined && isKnown(text, system, draft)
    return isKnown(text, system, draft, model, validators, vars) ? 'all' : sameDraft ? 'some' : 'none'
  }
}
