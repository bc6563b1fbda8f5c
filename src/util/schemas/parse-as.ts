import * as z from 'zod'

/** Checks the input of a transform by a schema, and reports the schema's own errors. */
export function parseAs<T>(schema: z.ZodType<T>, input: unknown, context: z.RefinementCtx): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  for (const issue of result.error.issues) context.issues.push({ ...issue, input } as z.core.$ZodRawIssue)
  return z.NEVER
}
