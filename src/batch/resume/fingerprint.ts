/** Hashes of everything that a result depends on, so that a resumed run knows which results are still valid. */
import type { Policy } from '../../core/policy.ts'
import type { Effort, NamedOptions, Prompt } from '../../core/types.ts'
import { digest } from '../../util/hash.ts'

/** Every field is a digest. */
export interface Fingerprint {
  /** Prompt, model and sampling: everything that a draft depends on. */
  readonly generation: string
  /** The validators, and the fields of the row with which they compare a text. */
  readonly validators: string
  readonly critics: string
  /** The settings that stop the loop; a change of these does not invalidate an accepted text. */
  readonly limits: string
}

export const FINGERPRINT_PARTS = ['generation', 'validators', 'critics', 'limits'] as const

/** Written into the results file: the first eight digits of each part. */
export const encodeFingerprint = (fingerprint: Fingerprint): string =>
  FINGERPRINT_PARTS.map((part) => fingerprint[part].slice(0, PART_DIGITS)).join('')

/** One number per part; undefined if the text is not an encoded fingerprint. */
export const decodeFingerprint = (text: string | undefined): readonly number[] | undefined =>
  text !== undefined && ENCODED.test(text)
    ? FINGERPRINT_PARTS.map((_, at) =>
        Number.parseInt(text.slice(PART_DIGITS * at, PART_DIGITS * (at + 1)), 16),
      )
    : undefined

const PART_DIGITS = 8
const ENCODED = /^[0-9a-f]{32}$/

/** For each part, whether it is unchanged. */
export type FingerprintMatch = { readonly [Part in keyof Fingerprint]: boolean }

export interface FingerprintSettings extends Policy {
  readonly fuse?: boolean | undefined
  readonly docs?: string | undefined
  readonly retrievers?: readonly NamedOptions[] | undefined
  readonly model?: string | undefined
  readonly escalation?: readonly string[] | undefined
  readonly criticModel?: string | undefined
  readonly system?: string | undefined
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
  readonly effort?: Effort | undefined
  readonly validators: readonly NamedOptions[]
  readonly critics: readonly NamedOptions[]
}

const digestOf = (...parts: readonly unknown[]): string =>
  digest(JSON.stringify(parts.map((part) => part ?? null)))

/** Digests of the files that the validators and the critics of a prompt have read; undefined if there are none. */
export interface FileDigests {
  readonly validators?: string | undefined
  readonly critics?: string | undefined
}

interface FingerprintSources {
  /** The validators and critics of the settings, if they depend on the prompt. */
  readonly rulesFor?: ((prompt: Prompt) => Pick<FingerprintSettings, 'validators' | 'critics'>) | undefined
  readonly filesFor: (prompt: Prompt) => Promise<FileDigests>
}

export function fingerprinter(
  settings: FingerprintSettings,
  { rulesFor, filesFor }: FingerprintSources,
): (prompt: Prompt) => Promise<Fingerprint> {
  const { model, criticModel, temperature, maxTokens, seed, effort, quorum, critique, onCriticError } =
    settings
  const { docs, retrievers = [], escalation = [] } = settings
  const sampling = digestOf(temperature, maxTokens, seed, ...(effort === undefined ? [] : [effort]))
  const digestsOf = (rules: Pick<FingerprintSettings, 'validators' | 'critics'>) => ({
    validators: digestOf(rules.validators),
    critics: digestOf(
      rules.critics,
      criticModel ?? model,
      quorum,
      critique,
      onCriticError,
      ...(settings.fuse ? ['fuse'] : []),
      ...(docs === undefined && retrievers.length === 0 ? [] : [docs, retrievers]),
    ),
  })
  const shared = rulesFor ? undefined : digestsOf(settings)
  const limits = digestOf(
    settings.maxIterations,
    settings.plateau,
    settings.feedback,
    ...(settings.forceImprovements ? ['force'] : []),
  )
  return async (prompt) => {
    const files = await filesFor(prompt)
    const rules = shared ?? digestsOf(rulesFor?.(prompt) ?? settings)
    return {
      generation: digestOf(
        sampling,
        prompt.text,
        prompt.system ?? settings.system,
        prompt.model ?? model,
        prompt.draft,
        ...(prompt.model === undefined && escalation.length > 0 ? [escalation] : []),
      ),
      validators: withFiles(
        files.validators,
        digestOf(rules.validators, prompt.validators, ...comparedFields(prompt)),
      ),
      critics: withFiles(files.critics, rules.critics),
      limits,
    }
  }
}

const withFiles = (files: string | undefined, rules: string): string =>
  files === undefined ? rules : digestOf(rules, files)

const comparedFields = ({ source, meta }: Prompt): readonly unknown[] =>
  source === undefined && Object.keys(meta ?? {}).length === 0 ? [] : [source, meta]
