/** Reads the file of the flag `--prices`. */
import { readFileNow } from '../../util/files/read-bytes.ts'
import * as z from 'zod'
import { ConfigError } from '../../core/errors.ts'
import { MODEL_NAME } from '../../core/ports.ts'
import { parseJson } from '../../util/json.ts'
import { isJsonObject } from '../../util/json/object.ts'
import { describeReadFailure } from '../../util/files/system-errors.ts'
import { parseModelList, pricesIn } from './model-list.ts'
import { ownPricesSchema } from './price-schema.ts'
import type { PriceList } from './prices.ts'

const FORMS =
  'it must contain { "provider:model": { "input": 0.2, "output": 0.6 } }, or be a download of https://models.dev/api.json'

/**
 * Reads prices by `provider:model`, in the form of the setting `prices` or of models.dev. Throws a
 * `ConfigError` that names the file and the key.
 */
export function readPriceFile(path: string): PriceList {
  const parsed = parseJson(readText(path))
  if ('fault' in parsed) throw invalid(path, `not JSON: ${parsed.fault}`)
  const { value } = parsed
  if (!isJsonObject(value)) throw invalid(path, 'not an object')
  try {
    const isOwnForm = Object.keys(value).some((key) => MODEL_NAME.test(key))
    return isOwnForm ? ownPricesSchema.parse(value) : pricesOfProviders(value)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const [issue] = error.issues
    throw invalid(path, `${issue?.path.join('.')}: ${issue?.message}`)
  }
}

function pricesOfProviders(content: object): PriceList {
  const { providers } = parseModelList(content)
  const prices = Object.entries(providers).flatMap(([provider, models]) =>
    Object.entries(pricesIn(models)).map(([id, price]) => [`${provider}:${id}`, price] as const),
  )
  return Object.fromEntries(prices)
}

function readText(path: string): string {
  try {
    return readFileNow(path).replace(/^\uFEFF/, '')
  } catch (error) {
    throw new ConfigError(describeReadFailure(error, path), 'check the path in pricesFile (--prices)', error)
  }
}

const invalid = (path: string, fault: string): ConfigError => new ConfigError(`${path}: ${fault}`, FORMS)
