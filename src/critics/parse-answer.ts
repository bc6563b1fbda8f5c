/** Parses a model's answer. Ignores text around the JSON, but checks its shape strictly. */
import { jsonrepair } from 'jsonrepair'
import * as z from 'zod'
import { CritiqueError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import type { Answer } from '../core/types.ts'
import { describeJsonFault } from '../util/json-fault.ts'
import { truncate } from '../util/truncate.ts'

const MAX_EXCERPT_CHARACTERS = 80

/**
 * Extracts the JSON object from the answer, repairs faults such as trailing commas, and checks it. Throws a
 * `CritiqueError` with the answer's usage if there is no object or if it does not match the shape.
 */
export function parseAnswer<Value>(answer: Answer, shape: z.ZodType<Value>): Value {
  const unusable = (why: string, cause?: unknown) =>
    new CritiqueError(`the answer of ${answer.model} cannot be used: ${why}`, answer.usage, cause)

  if (answer.finishReason === 'refusal') throw unusable('the model declined')
  if (answer.finishReason === 'length') throw unusable('it was cut off at the token limit')
  if (answer.text.trim() === '') throw unusable('it is empty')
  const source = extractObject(answer.text)
  if (source === undefined) throw unusable(`it contains no JSON object: ${excerpt(answer.text)}`)
  let json = source
  let value: unknown
  try {
    json = describeJsonFault(source) === undefined ? source : jsonrepair(source)
    value = JSON.parse(json)
  } catch (error) {
    throw unusable(`it is not JSON (${messageOf(error)}): ${excerpt(source)}`, error)
  }
  const repeated = findRepeatedKey(json)
  if (repeated !== undefined) throw unusable(`it has the key ${repeated} twice`)
  const checked = shape.safeParse(value)
  if (!checked.success) throw unusable(checked.error.issues.map(describeIssue).join('; '), checked.error)
  return checked.data
}

/**
 * Returns the text from the first brace to the last, without prose, code fences and the thoughts of a
 * reasoning model.
 */
function extractObject(text: string): string | undefined {
  const answer = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '')
  const start = answer.indexOf('{')
  if (start === -1 || answer.slice(0, start).trimEnd().endsWith('[')) return undefined
  const end = answer.lastIndexOf('}')
  return answer.slice(start, end > start ? end + 1 : undefined)
}

/** Returns a key that occurs twice in one object. JSON.parse would silently use its last value. */
function findRepeatedKey(json: string): string | undefined {
  const objects: Set<unknown>[] = []
  for (const [token, text, colon] of json.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') objects.push(new Set())
    else if (token === '}' || token === ']') objects.pop()
    else if (text !== undefined && colon !== undefined) {
      const key: unknown = JSON.parse(text)
      if (objects.at(-1)?.has(key)) return text
      objects.at(-1)?.add(key)
    }
  }
  return undefined
}

const describeIssue = ({ path, message }: z.core.$ZodIssue): string =>
  [...path.map(String), message].join(': ')

const excerpt = (text: string): string =>
  JSON.stringify(truncate(text.trim().replace(/\s+/g, ' '), MAX_EXCERPT_CHARACTERS))
