import { grounded } from '../../../src/validators/source/grounded.ts'
import { validate } from '../validate.ts'

export const SOURCE =
  'Price 1299.50 EUR. Weight: 2.5 kg. Launch 2026-05-03. Warranty 24 months. Discount 15 %. Mail help@acme.com'

/** The parts of the text that have no ground. */
export async function ungrounded(source: string, text: string, options: object = {}): Promise<string[]> {
  const { findings = [] } = await validate(grounded, { source, ...options }, text)
  return findings.map(({ column, endColumn }) => text.slice(column - 1, (endColumn ?? 0) - 1))
}
