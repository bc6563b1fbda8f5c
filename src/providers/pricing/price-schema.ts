/** What users write for the price of a model, in the setting `prices` and in files of prices. */
import * as z from 'zod'
import { MODEL_NAME } from '../../core/ports.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const USD = 'must be a number of USD, 0 or more'
export const usd = z.number(USD).min(0, USD)

const tokenPrice = {
  input: usd.describe('USD per million input tokens'),
  cachedInput: usd
    .optional()
    .describe('USD per million tokens read from the prompt cache; default: the input price'),
  cacheWrite: usd
    .optional()
    .describe('USD per million tokens written to the prompt cache; default: the input price'),
  output: usd.describe('USD per million output tokens'),
}

const priceSchema = lazyStrictObject(() => ({
  ...tokenPrice,
  above: z
    .array(
      z.strictObject({
        inputTokens: z.int().min(1).describe('the price of requests with more input tokens than this'),
        ...tokenPrice,
      }),
    )
    .optional()
    .describe('prices of long requests'),
}))

/** Prices by `provider:model`. */
export const ownPricesSchema = z.record(
  z.string().regex(MODEL_NAME, 'must be provider:model, for example sim:writer'),
  priceSchema,
)
