/** Makes prompts of what a caller of the library passes. */
import { ConfigError } from '../core/errors.ts'
import type { Prompt } from '../core/types.ts'
import { digest } from '../util/hash.ts'
import { joinOr } from '../util/join-or.ts'
import { didYouMean, ownValue } from '../util/lookup.ts'

/** A prompt as the caller passes it. Its validators are checked when they are created. */
type UncheckedPrompt =
  string | (Omit<Partial<Prompt>, 'validators'> & { readonly text: string; readonly validators?: unknown })

/** Throws a `ConfigError` for an input that is no prompt, for two equal ids, and for a text in place of a list. */
export async function* promptsOf(
  inputs: Iterable<UncheckedPrompt> | AsyncIterable<UncheckedPrompt>,
  fill: (prompt: Prompt) => Prompt = (prompt) => prompt,
): AsyncGenerator<Prompt> {
  // A string is iterable, too: each of its characters would be a prompt.
  if (typeof inputs === 'string')
    throw new ConfigError('the prompts are one text, not a list', 'pass a list of prompts, or call improve')
  if (!isIterable(inputs)) throw new ConfigError('the prompts are not a list', 'pass a list of prompts')
  let index = 0
  const ids = new Set<string>()
  for await (const input of inputs) {
    const prompt = promptOf(input, index, `prompt ${index + 1}`)
    index++
    const { id } = typeof input === 'string' ? { id: undefined } : input
    if (id !== undefined && ids.has(id))
      throw new ConfigError(`two prompts have the id "${id}"`, 'ids must be unique')
    if (id !== undefined) ids.add(id)
    yield fill(prompt)
  }
}

/** Callers in JavaScript can pass anything. */
const isIterable = (inputs: object): boolean =>
  Symbol.iterator in Object(inputs) || Symbol.asyncIterator in Object(inputs)

/** Throws a `ConfigError` for an input without text. */
export function promptOf(input: UncheckedPrompt, index: number, name = 'the prompt'): Prompt {
  if (!hasText(input))
    throw new ConfigError(`${name} has no text`, 'pass a text, or an object with the field text')
  return toPrompt(input, index, name)
}

/** Callers in JavaScript can pass anything. Validators are checked when they are created. */
const FIELD_TYPES: Readonly<Record<keyof Prompt, readonly string[]>> = {
  id: ['string'],
  index: ['number'],
  text: ['string'],
  system: ['string'],
  model: ['string'],
  draft: ['string'],
  parent: ['string'],
  source: ['string', 'object'],
  vars: ['object'],
  validators: ['list'],
  label: ['string'],
  meta: ['object'],
}

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value

function refuseFields(given: object, name: string): void {
  for (const [field, value] of Object.entries(given)) {
    const types = ownValue(FIELD_TYPES, field)
    if (types === undefined)
      throw new ConfigError(
        `${name} has an unknown field "${field}"`,
        didYouMean(field, Object.keys(FIELD_TYPES)),
      )
    if (value === undefined || types.includes(typeOf(value))) continue
    const expected = types.map((type) => `${type === 'object' ? 'an' : 'a'} ${type}`)
    throw new ConfigError(`the field ${field} of ${name} must be ${joinOr(expected)}`)
  }
}

/** The text may be empty. The default id is the hash of the content. Throws a `ConfigError` for other fields. */
export function toPrompt(input: UncheckedPrompt, index: number, name = 'the prompt'): Prompt {
  const given = typeof input === 'string' ? { text: input } : input
  refuseFields(given, name)
  return { id: digest(JSON.stringify(given)), index, ...(given as Partial<Prompt> & Pick<Prompt, 'text'>) }
}

function hasText(input: unknown): boolean {
  const text: unknown = typeof input === 'string' ? input : Object(input)['text']
  return typeof text === 'string' && text.trim() !== ''
}
