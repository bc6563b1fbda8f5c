/** The only composition root: builds the engine from settings and io, for the library and for every command. */
import type { Admission } from '../batch/admission.ts'
import type { FileDigests } from '../batch/resume/fingerprint.ts'
import { createRuleFiller } from '../config/rules/fill-rules.ts'
import { readNamed, validatorKind } from '../config/named.ts'
import type { Settings } from '../config/schema.ts'
import { runValidators, type Verdict } from '../core/assess.ts'
import { findConflictInSteps } from '../core/constraints/find-conflict.ts'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import type { Crew, Validator } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import type { Prompt, Thought, Timed, Usage } from '../core/types.ts'
import { addWaste, collectWaste, totalUsage } from '../core/usage.ts'
import { askAboutDraft } from '../critics/ask.ts'
import { withDefaults } from '../middleware/with-defaults.ts'
import { toMs } from '../util/duration.ts'
import { onAbort } from '../util/unless-aborted.ts'
import { createValidatorFactory } from '../validators/runtime/factory.ts'
import type { CallOptions, ImproveOptions } from './call-options.ts'
import { acceptedText, PromptOrder } from './prompt-order.ts'
import { programVersion } from './program-version.ts'
import { validatorsOfPrompts } from './prompt-validators.ts'
import { createCriticFactory, type Judge } from './critics.ts'
import { chainCrews, createEscalation } from './routing/escalation.ts'
import { openEngineScope } from './scopes/engine-scope.ts'
import { createFileDigests } from './file-digests.ts'
import { createImprover } from './improve-prompt.ts'
import type { EngineIo } from './io.ts'
import { createThoughtLog } from './thought-log.ts'
import { createRetrievers } from './retrievers.ts'
import { createModels, throwNoModel, type Models } from './models.ts'
import { createResponseCache } from './response-cache.ts'
import { createSemanticCache } from './semantic-cache.ts'
import { pick } from '../util/pick.ts'

export interface Engine {
  readonly settings: Settings
  readonly scope: Scope
  readonly models: Models
  readonly order: PromptOrder
  /** The validators that the settings name, for all prompts. */
  readonly validators: readonly Validator[]
  /** Decides how many prompts are in flight. */
  readonly admission: Admission
  /**
   * Creates the writing model and the critics and opens the store, so that a missing key or model, or a store that
   * cannot be opened, is reported before anything is sent. A service, whose requests name models, needs no writing
   * model.
   */
  readonly prepare: (needs?: { readonly model: boolean }) => Promise<void>
  /**
   * The critics of the writing model that the settings name, with their options; without those whose options contain
   * fields of the prompt.
   */
  readonly judges: () => Promise<readonly Judge[]>
  /** The crew for one prompt, which may name its own model and validators. */
  readonly crewFor: (prompt: Prompt) => Promise<Crew>
  /** What the files contain that the validators and the critics of a prompt have read. */
  readonly filesFor: (prompt: Prompt) => Promise<FileDigests>
  /** Runs the loop on one prompt and stores the thought; see `core/improve.ts` and `thought-log.ts`. */
  readonly improve: (prompt: Prompt, options?: ImproveOptions) => Promise<Timed<Thought>>
  /** Runs only the validators; calls a model only if a validator needs it. */
  readonly validate: (
    prompt: Prompt,
    text: string,
    options?: CallOptions,
  ) => Promise<Verdict & { readonly usage: Usage }>
  /**
   * Rejects with a `ConfigError` if the prompt cannot be worked on: its own model has an unknown provider, no key or
   * an unknown price; its rules cannot be used, or no text can meet them; with the `store` error while its thought
   * could not be stored. Sends nothing.
   */
  readonly check: (prompt: Prompt) => Promise<void>
  /** Why thoughts cannot be stored at the moment; undefined while they can. */
  readonly storeFault: () => SifakaError | undefined
  /** Closes connections and threads, so that the process can end. */
  readonly close: () => Promise<void>
}

/** Rejects with a `ConfigError` if the settings cannot work. `models` replaces the real models (dry run, tests). */
export async function createEngine(
  settings: Settings,
  io: EngineIo,
  given: { readonly models?: Models | undefined } = {},
): Promise<Engine> {
  const cache = createResponseCache(settings, io)
  const models = given.models ?? createModels(settings, io, cache)
  const { scope, release } = openEngineScope(settings, io)
  const writerName = () => settings.model ?? throwNoModel()
  const criticModel = (name?: string) => models.get(name ?? settings.criticModel ?? writerName())
  const { temperature, maxTokens, seed, effort, stream } = settings
  const writer = (name: string) =>
    withDefaults(models.get(name), { temperature, maxTokens, seed, effort, stream })

  const order = new PromptOrder()
  const factory = createValidatorFactory({
    accepted: order,
    definitions: io.registry.validators,
    check: (given, untrusted) => readNamed(given, { ...validatorKind(io.registry), untrusted, filled: true }),
    model: criticModel,
    modelName: settings.criticModel ?? settings.model,
    ask: askAboutDraft,
    answerLimitMs: toMs(settings.validatorTimeout),
    signal: scope.signal,
    ...pick(io, ['env', 'inform', 'warn']),
    stored: cache && { ...cache, version: programVersion() },
  })
  const filler = createRuleFiller(settings, io.registry)
  const validators = await factory.create(filler.shared.validators)
  refuseConflict(await findConflictInSteps(validators, scope))
  const validatorsFor = validatorsOfPrompts(validators, filler, factory)

  const retrievers = createRetrievers(settings, io, cache)
  const critics = createCriticFactory(settings, io, {
    filler,
    signal: scope.signal,
    generator: models.get,
    critic: (name, writer) =>
      criticModel(
        name ?? settings.criticModel ?? (settings.escalation.includes(writer) ? writer : undefined),
      ),
    retrievers,
  })
  const crewOf = async (prompt: Prompt, name: string): Promise<Crew> => ({
    generator: writer(name),
    validators: await validatorsFor(prompt),
    critics: await critics.for(name, prompt),
  })
  const writers = () => [writerName(), ...settings.escalation]
  const crewFor = async (prompt: Prompt): Promise<Crew> => {
    const names = prompt.model === undefined ? writers() : [prompt.model]
    return chainCrews(names, (name) => crewOf(prompt, name))
  }

  onAbort(io.stopping, (reason) =>
    models.stop(new SifakaError('cancelled', messageOf(reason), { cause: reason })),
  )
  const thoughts = createThoughtLog(settings, io)
  const semantic = await createSemanticCache(settings, cache, { embedder: models.embedder, warn: io.warn })
  const escalation = createEscalation(settings, io)
  const { improveElsewhere } = io
  const parts = { settings, improveElsewhere, scope, crewFor, escalation, semantic, thoughts, writerName }
  const improvePrompt = createImprover(parts)
  return {
    settings,
    scope,
    models,
    order,
    validators,
    get admission() {
      return models.admission(writerName(), settings.concurrency, scope.signal)
    },
    async prepare(needs = { model: true }) {
      for (const name of needs.model ? writers() : []) {
        models.get(name)
        await critics.prepare(name)
      }
      if (!given.models) await Promise.all([cache?.open(), models.open()])
      await thoughts.open()
      if (settings.escalation.length > 0) await escalation.learnFrom(thoughts)
    },
    judges: () => critics.judges(writers()),
    crewFor,
    filesFor: createFileDigests({ filler, validatorsFor, critics, retrievers, writer: settings.model }),
    improve: order.wrap(improvePrompt, acceptedText),
    validate: order.wrap(
      async (prompt: Prompt, text: string, { scope: own = scope }: CallOptions = {}) => {
        const inner = { ...own, path: [{ kind: 'thought', name: prompt.id }] } as const
        const { scope: metered, wasted } = collectWaste(inner)
        const validators = await validatorsFor(prompt)
        const verdict = await runValidators(validators, { prompt, text }, settings.validation, metered)
        const usages = [...verdict.validations, ...verdict.failures].flatMap(({ usage }) => usage ?? [])
        return { ...verdict, usage: addWaste(totalUsage(usages), wasted()) }
      },
      ({ passed }, text) => (passed ? text : undefined),
    ),
    storeFault: () => thoughts.fault(),
    async check(prompt) {
      const fault = thoughts.fault()
      if (fault) throw fault
      // Also checks the filled-in options of the critics.
      if (filler.fields.length > 0) filler.fill(prompt.vars)
      refuseConflict(await findConflictInSteps(await validatorsFor(prompt), scope))
      if (prompt.model !== undefined) await crewFor(prompt)
    },
    async close() {
      release()
      await Promise.all([
        factory.close(),
        models.close(),
        retrievers.close(),
        cache?.close(),
        thoughts.close(),
      ])
    },
  }
}

function refuseConflict(conflict: string | undefined): void {
  if (conflict) throw new ConfigError(conflict, 'no text can meet both requirements; change one of them')
}
