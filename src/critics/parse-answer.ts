/** A model's words -> an opinion of the right shape, or an error. Lenient about wrapping, strict about meaning. */
import { jsonrepair } from 'jsonrepair'
import * as z from 'zod'
import { CritiqueError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import type { Answer } from '../core/types.ts'

const LONGEST_EXCERPT = 80

/**
 * Takes the one JSON object out of the answer, mends trailing commas and the like, and checks it. Throws a
 * CritiqueError, which carries what the answer cost, when there is none or when it is not exactly of the shape.
 */
export function parseAnswer<Found>(answer: Answer, shape: z.ZodType<Found>): Found {
  const unusable = (why: string, cause?: unknown) =>
    new CritiqueError(`the answer of ${answer.model} cannot be used: ${why}`, answer.usage, cause)

  if (answer.finishReason === 'refusal') throw unusable('the model declined')
  if (answer.finishReason === 'length') throw unusable('it was cut off at the token limit')
  if (answer.text.trim() === '') throw unusable('it is empty')
  const source = objectIn(answer.text)
  if (source === undefined) throw unusable(`it holds no JSON object: ${excerpt(answer.text)}`)
  let json = source
  let value: unknown
  try {
    json = isJson(source) ? source : jsonrepair(source)
    value = JSON.parse(json)
  } catch (error) {
    throw unusable(`it is not JSON (${messageOf(error)}): ${excerpt(source)}`, error)
  }
  const twice = repeatedKey(json)
  if (twice !== undefined) throw unusable(`it has the key ${twice} twice`)
  const checked = shape.safeParse(value)
  if (!checked.success) throw unusable(checked.error.issues.map(describe).join('; '), checked.error)
  return checked.data
}

/** From the first brace to the last, which leaves out prose, fences and a reasoning model's thoughts. */
function objectIn(text: string): string | undefined {
  const spoken = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '')
  const start = spoken.indexOf('{')
  if (start === -1 || spoken.slice(0, start).trimEnd().endsWith('[')) return undefined
  const end = spoken.lastIndexOf('}')
  return spoken.slice(start, end > start ? end + 1 : undefined)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A key that an object of this JSON has twice: JSON.parse would silently prefer the last. */
function repeatedKey(json: string): string | undefined {
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

const describe = ({ path, message }: z.core.$ZodIssue): string => [...path.map(String), message].join(': ')

const excerpt = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ')
  return JSON.stringify(line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT)}…` : line)
}
