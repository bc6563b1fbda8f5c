/** Creates the critics that the settings name. */
import type { RuleFiller } from '../config/rules/fill-rules.ts'
import type { Settings } from '../config/schema.ts'
import { ConfigError } from '../core/errors.ts'
import type { Critic, Model } from '../core/ports.ts'
import type { NamedOptions, Prompt } from '../core/types.ts'
import { askAboutDraft } from '../critics/ask.ts'
import { fuseCritics } from '../critics/fuse.ts'
import { FileReads } from '../util/files/file-reads.ts'
import { toMs } from '../util/duration.ts'
import { getByName } from '../util/lookup.ts'
import { DefaultMap } from '../util/default-map.ts'
import type { EngineIo } from './io.ts'
import type { Retrievers } from './retrievers.ts'

export interface Judge {
  readonly critic: Critic
  readonly options: NamedOptions
}

interface Created {
  readonly critics: readonly Critic[]
  readonly files: string | undefined
}

interface CriticFactoryNeeds {
  readonly filler: RuleFiller
  readonly generator: (name: string) => Model
  /** The model of critics; without a name, that of the settings, else one for this writing model. */
  readonly critic: (name: string | undefined, writer: string) => Model
  readonly retrievers: Retrievers
  readonly signal: AbortSignal
}

/** `writer` is the name of the model that writes the drafts. */
export function createCriticFactory(
  settings: Settings,
  { registry, inform }: EngineIo,
  { filler, generator, critic, retrievers, signal }: CriticFactoryNeeds,
) {
  const create = async (writer: string, given: readonly NamedOptions[]): Promise<Created> => {
    const files = new FileReads()
    const needs = {
      files,
      generator: generator(writer),
      critic: (name?: string) => critic(name, writer),
      ask: askAboutDraft,
      retrievers: await retrievers.get(),
      answerLimitMs: toMs(settings.validatorTimeout),
      signal,
      inform,
    }
    const unknown = (name: string) => (hint: string) => new ConfigError(`no critic is called "${name}"`, hint)
    const critics = await Promise.all(
      given.map(async ({ name, ...options }) =>
        getByName(registry.critics, name, unknown(name)).create(options, needs),
      ),
    )
    const { quorum } = settings
    const { length } = settings.critics
    if (typeof quorum === 'number' && length > 0 && quorum > length) {
      throw new ConfigError(`quorum must be at most ${length}, the number of critics, not ${quorum}`)
    }
    return { critics: settings.fuse ? fuseCritics(critics) : critics, files: files.digest }
  }
  const { critics: shared } = filler.shared
  const areShared = shared.length === settings.critics.length
  const sharedCritics = new DefaultMap((writer: string) => create(writer, shared))
  const createdFor = (writer: string, { vars }: Prompt): Promise<Created> =>
    areShared ? sharedCritics.get(writer) : create(writer, filler.fill(vars).critics)
  return {
    /**
     * The critics whose options contain no fields of the prompt, for each of these writing models. If several writing
     * models have the same critic with the same model, it is listed once.
     */
    async judges(writers: readonly string[]): Promise<readonly Judge[]> {
      const created = await Promise.all(writers.map((writer) => sharedCritics.get(writer)))
      return shared.flatMap((options, index) => {
        const all = created.flatMap(({ critics }) => critics[index] ?? [])
        const byModel = new Map(all.map((critic) => [critic.model, critic]))
        return Array.from(byModel.values(), (critic) => ({ critic, options }))
      })
    },
    for: async (writer: string, prompt: Prompt): Promise<readonly Critic[]> =>
      (await createdFor(writer, prompt)).critics,
    /** The digest of the files that the critics of a prompt have read; undefined if there are none. */
    files: async (writer: string, prompt: Prompt): Promise<string | undefined> =>
      (await createdFor(writer, prompt)).files,
    /** Creates what all prompts share, so that a missing key or model is reported before anything is sent. */
    async prepare(writer: string): Promise<void> {
      const { critics } = await sharedCritics.get(writer)
      if (areShared) retrievers.checkUse(critics)
    },
  }
}
