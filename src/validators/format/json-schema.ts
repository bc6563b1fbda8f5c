import { ConfigError, SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { JsonSchema } from '../../util/json.ts'
import type { Fault } from '../shared/text-validator.ts'
import { runWithinTimeLimit } from '../shared/time-limit.ts'
import { compileRule } from './schema/compile.ts'
import { loadFormats } from './schema/formats.ts'
import { draftOf, findShapeFaults } from './schema/keywords.ts'
import { findMisspelledKeyword } from './schema/misspelled.ts'
import type { SchemaFault } from './schema/visit.ts'

/** Resolves to a function that returns the faults of a value. Rejects with a `ConfigError` if the schema is invalid. */
export async function compileSchema(
  schema: JsonSchema | boolean,
  validator: string,
): Promise<(value: unknown) => SchemaFault[]> {
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
      error instanceof ConfigError
        ? error.hint
        : 'without "$schema", a schema is of draft 2020-12; "$schema" can name 2019-09, draft-07, draft-06 or draft-04'
    throw new ConfigError(`${validator}: the schema is invalid: ${messageOf(error)}`, hint, error)
  }
}

function runRule(rule: () => SchemaFault[]): SchemaFault[] {
  let faults: SchemaFault[] = []
  runWithinTimeLimit(
    'validation against the JSON Schema',
    () => {
      try {
        faults = rule()
      } catch (error) {
        // A schema that refers to itself overflows the stack if the value is nested as deeply, or if it refers only to
        // itself.
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

/** Reads like `/items/0 must be number`. */
export const describeSchemaFault = ({ pointer, fault }: SchemaFault): string =>
  `${pointer || 'the value'} ${fault}`

/** `read` returns a function that returns the start and end of a part of the text by its JSON pointer. */
export function placesOfSchemaFaults(
  faults: readonly SchemaFault[],
  read: () => (pointer: string) => { readonly at: number; readonly end: number } | undefined,
): Fault[] {
  if (faults.length === 0) return []
  const placeOf = read()
  return faults.map((fault) => ({ at: 0, ...placeOf(fault.pointer), message: describeSchemaFault(fault) }))
}

/** A long list may take that long; a pattern of the schema can take for ever. */
const SCHEMA_LIMIT_MS = 2000
