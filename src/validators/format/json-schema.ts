import { ConfigError, SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { JsonSchema } from '../../util/json.ts'
import { runWithinTimeLimit } from '../shared/time-limit.ts'
import { compileRule } from './schema/compile.ts'
import { loadFormats } from './schema/formats.ts'
import { draftOf, findShapeFaults } from './schema/keywords.ts'
import { findMisspelledKeyword } from './schema/misspelled.ts'

/** Resolves to a function that returns the faults of a value. Rejects with a `ConfigError` if the schema is invalid. */
export async function compileSchema(
  schema: JsonSchema | boolean,
  validator: string,
): Promise<(value: unknown) => string[]> {
  const findFormat = await loadFormats()
  const name = typeof schema === 'boolean' ? undefined : schema['$schema']
  try {
    const draft = draftOf(name, 2020)
    if (draft === undefined) throw new Error(`the draft ${String(name)} is not supported`)
    const [fault = findMisspelledKeyword(schema, draft)] = findShapeFaults(schema, draft)
    if (fault !== undefined) throw new Error(fault)
    const faultsOf = compileRule(schema, draft, findFormat)
    return (value) => runRule(() => faultsOf(value))
  } catch (error) {
    const hint =
      'without "$schema", a schema is of draft 2020-12; "$schema" can name 2019-09, draft-07, draft-06 or draft-04'
    throw new ConfigError(`${validator}: the schema is invalid: ${messageOf(error)}`, hint, error)
  }
}

function runRule(rule: () => string[]): string[] {
  let faults: string[] = []
  runWithinTimeLimit(
    'validation against the JSON Schema',
    () => {
      try {
        faults = rule()
      } catch (error) {
        // A schema that refers to itself overflows the stack if the value is nested as deeply, or if it refers only to itself.
        if (!(error instanceof RangeError)) throw error
        throw new SifakaError('validator-limit', 'the value is nested too deeply for the JSON Schema', {
          cause: error,
        })
      }
    },
    { limitMs: SCHEMA_LIMIT_MS },
  )
  return faults
}

/** A long list may take that long; a pattern of the schema can take for ever. */
const SCHEMA_LIMIT_MS = 2000
