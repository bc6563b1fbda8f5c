/** Whether what was read from a store has the fields of an entry: damaged bytes can still be valid JSON. */
import * as z from 'zod'
import type { StoredThought, ThoughtHead } from '../core/backends/store.ts'
import { once } from '../util/once.ts'

const schemas = once(() => {
  const head = z.looseObject({
    id: z.string(),
    run: z.string(),
    startedAt: z.string(),
    durationMs: z.number(),
    model: z.string(),
    outcome: z.string(),
    stopReason: z.string(),
    iterations: z.number(),
    failedValidators: z.array(z.string()),
    usage: z.looseObject({ calls: z.number(), inputTokens: z.number(), outputTokens: z.number() }),
  })
  const text = z.string()
  const entry = z.looseObject({
    writer: text,
    sequence: z.number(),
    head,
    previousHash: text,
    contentHash: text,
    hash: text,
    content: text.nullable(),
  })
  return { head, entry }
})

export const isThoughtHead = (value: unknown): value is ThoughtHead => schemas().head.safeParse(value).success

export const isStoredThought = (value: unknown): value is StoredThought =>
  schemas().entry.safeParse(value).success
