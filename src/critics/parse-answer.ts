/** Parses a model's answer. Ignores text around the JSON, keeps the usable parts, and states all faults. */
import { jsonrepair } from 'jsonrepair'
import * as z from 'zod'
import { isDeclined } from '../core/decide.ts'
import { CritiqueError } from '../core/errors.ts'
import type { Answer } from '../core/types.ts'
import { parseDeepJson } from '../util/json.ts'
import { isNestedDeeper } from '../util/json/nesting.ts'
import { isJsonObject } from '../util/json/object.ts'
import { findRepeatedKeys } from '../util/json/repeated-keys.ts'
import { truncate } from '../util/truncate.ts'
import { answerSchemaOf, withoutFallbacks } from './answer-shape.ts'

export interface Reading<Value> {
  readonly value: Value
  /** What is missing or malformed in the answer; the value has fallbacks there. */
  readonly faults: readonly string[]
}

const MAX_EXCERPT_CHARACTERS = 80
const MAX_FAULTS = 8
export const describeFaults = (faults: readonly string[]): string =>
  [
    ...faults.slice(0, MAX_FAULTS),
    ...(faults.length > MAX_FAULTS ? [`${faults.length - MAX_FAULTS} more`] : []),
  ].join('; ')

/**
 * Throws a `CritiqueError` with the answer's usage if no part of the answer can be used. JSON that the answer quotes
 * from `sources`, the texts under review, is not taken for the answer.
 */
export function readAnswer<Value>(
  answer: Answer,
  shape: z.ZodType<Value>,
  sources: readonly string[] = [],
): Reading<Value> {
  const unusable = (why: string) => unusableAnswer(answer, why)
  if (answer.finishReason === 'filtered') throw unusable('a content filter ended it')
  if (isDeclined(answer)) throw unusable('the model declined')
  if (answer.text.trim() === '') throw unusable('it is empty')
  const isCut = answer.finishReason === 'length'
  const cut = isCut ? ['it was cut off at the token limit'] : []
  const text = answer.text.replace(/^\s*<think>[^]*?<\/think>/, '')
  const quotable = sources.filter((each) => each.includes('{')).map(collapseSpace)
  const objects = findObjects(text)
    .filter((source) => !quotable.some((each) => each.includes(collapseSpace(source))))
    .flatMap((source) => parseObject(source) ?? [])
  const related = objects.filter(({ value }) => isRelated(value, shape))
  const [found] = related
  if (!found) {
    const [other] = objects
    const missing = other && faultsOf(shape, other.value)
    const why = missing ? describeFaults(missing) : `it contains no JSON object: ${excerpt(text)}`
    throw unusable([...cut, why].join('; '))
  }
  const foundJson = JSON.stringify(found.value)
  if (related.some(({ value }) => value !== found.value && JSON.stringify(value) !== foundJson)) {
    throw unusable('it contains several JSON objects that differ')
  }
  if (foundJson === JSON.stringify(answerSchemaOf(shape).example)) {
    throw unusable('it repeats the example')
  }
  const list = /^[^{]*\[\s*\{/.test(text) ? ['expected one object, found a list'] : []
  const faults = [...cut, ...list, ...found.faults, ...faultsOf(shape, found.value)]
  const read = shape.safeParse(found.value)
  if (!read.success) throw unusable(describeFaults(faults))
  return { value: read.data, faults }
}

export const unusableAnswer = ({ model, usage }: Answer, why: string): CritiqueError =>
  new CritiqueError(`the answer of ${model} cannot be used: ${why}`, usage)

function faultsOf(shape: z.ZodType, value: unknown): string[] {
  const { error } = withoutFallbacks(shape).safeParse(value)
  return error?.issues.map(({ path, message }) => [...path.map(String), message].join(': ')) ?? []
}

/** Whether the object has a key of the shape; objects in prose, such as `{name}`, have none. */
const isRelated = (value: object, shape: z.ZodType): boolean =>
  !(shape instanceof z.ZodObject) || Object.keys(shape.shape).some((key) => Object.hasOwn(value, key))

/** Limits the time that an answer full of braces takes. */
const MAX_STARTS = 50

/** Returns the outermost objects of a text; the last one may lack its end. */
function findObjects(text: string): string[] {
  const objects: string[] = []
  let start = text.indexOf('{')
  for (let starts = 0; start !== -1 && starts < MAX_STARTS; starts++) {
    const end = endOfObject(text, start)
    if (end !== undefined) objects.push(text.slice(start, end))
    start = text.indexOf('{', end ?? start + 1)
  }
  if (objects.length > 0 || !text.includes('{')) return objects
  return [
    text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1 || undefined),
    text.slice(text.indexOf('{')),
  ]
}

/** The index after the brace that closes the object at `start`; braces in strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const letter = text.charAt(at)
    if (inString && letter === '\\') at++
    else if (letter === '"') inString = !inString
    else if (!inString && letter === '{') depth++
    else if (!inString && letter === '}' && --depth === 0) return at + 1
  }
  return undefined
}

/**
 * Repairs faults such as trailing commas; undefined if the text is not an object. A key that occurs twice is dropped.
 */
function parseObject(source: string): { value: object; faults: string[] } | undefined {
  try {
    const parsed = parseDeepJson(source)
    const json = 'value' in parsed ? source : jsonrepair(source)
    const value: unknown = 'value' in parsed ? parsed.value : JSON.parse(json)
    if (!isJsonObject(value) || isNestedDeeper(value)) return undefined
    const keys = findRepeatedKeys(json, value)
    if (keys.size === 0) return { value, faults: [] }
    const withoutRepeated = (key: string, each: unknown) => (keys.has(key) ? undefined : each)
    const faults = [...keys].map((key) => `it has the key "${key}" twice`)
    return { value: JSON.parse(json, withoutRepeated) as object, faults }
  } catch {
    return undefined
  }
}

const collapseSpace = (text: string): string => text.replace(/\s+/g, ' ').trim()

const excerpt = (text: string): string =>
  JSON.stringify(truncate(collapseSpace(text), MAX_EXCERPT_CHARACTERS))
