/** Digests of the files on which the results of a prompt depend, besides the settings. */
import type { FileDigests } from '../batch/resume/fingerprint.ts'
import type { RuleFiller } from '../config/rules/fill-rules.ts'
import { SifakaError } from '../core/errors.ts'
import type { Validator } from '../core/ports.ts'
import type { Prompt } from '../core/types.ts'
import { digest } from '../util/hash.ts'
import { onlyExpected } from './fail-prompt.ts'
import type { Retrievers } from './retrievers.ts'

interface FileReaders {
  readonly filler: RuleFiller
  readonly validatorsFor: (prompt: Prompt) => Promise<readonly Validator[]>
  readonly critics: { readonly files: (writer: string, prompt: Prompt) => Promise<string | undefined> }
  readonly retrievers: Retrievers
  /** The model that writes the drafts of prompts that name none. */
  readonly writer: string | undefined
}

/** A prompt whose validators or critics cannot be created fails later, so that it needs no digest here. */
export function createFileDigests({ filler, validatorsFor, critics, retrievers, writer }: FileReaders) {
  const validatorFiles = async (prompt: Prompt) =>
    join((await validatorsFor(prompt)).map(({ files }) => files))
  const criticFiles = async (prompt: Prompt) => {
    const name = writer ?? prompt.model
    if (name === undefined) return undefined
    const read = await critics.files(name, prompt)
    const documents = await Promise.all((await retrievers.get()).map(async ({ state }) => state?.()))
    return join([read, ...documents])
  }
  const digestsOf = async (prompt: Prompt): Promise<FileDigests> => {
    const [validators, criticsOf] = await Promise.all(
      [validatorFiles(prompt), criticFiles(prompt)].map((work) => work.catch(onlyExpected)),
    )
    return { validators: unlessError(validators), critics: unlessError(criticsOf) }
  }
  let shared: ReturnType<typeof digestsOf> | undefined
  return (prompt: Prompt): Promise<FileDigests> =>
    filler.fields.length > 0 || prompt.validators !== undefined
      ? digestsOf(prompt)
      : (shared ??= digestsOf(prompt))
}

const join = (digests: readonly (string | undefined)[]): string | undefined =>
  digests.some((each) => each !== undefined)
    ? digest(JSON.stringify(digests.map((each) => each ?? null)))
    : undefined

const unlessError = (found: string | SifakaError | undefined): string | undefined =>
  found instanceof SifakaError ? undefined : found
