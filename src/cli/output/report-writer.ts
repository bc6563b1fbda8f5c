/** Writes one report of `validate` piece by piece. */
import type { Output } from '../../batch/results/output.ts'
import type { CheckedText, CheckedTotals, ValidationFormat } from '../../report/validation/format.ts'

export type ReportWriter = ReturnType<typeof reportWriter>

/** `maxFindings` bounds the problems in a format that is printed. */
export function reportWriter(output: Output, format: ValidationFormat, maxFindings = Infinity) {
  /** The pieces of a document that begins with the totals, which are known only at the end. */
  const heldPieces: string[] = []
  let left = format.isPrinted ? maxFindings : Infinity
  let hidden = 0
  let written = 0
  let begun = false
  const write = async (piece: string, totals?: CheckedTotals): Promise<void> => {
    if (piece === '') return
    await output.write(begun ? piece : `${format.begin(totals)}${piece}`)
    begun = true
  }
  const finish = async (totals: CheckedTotals): Promise<void> => {
    for (const piece of heldPieces) await write(piece, totals)
    await write(format.end(totals), totals)
    // A report without findings replaces an older one, too.
    if (!begun) await output.write('')
    await output.close()
  }
  return {
    async add(checked: CheckedText): Promise<void> {
      const problems = checked.problems.slice(0, left)
      left -= problems.length
      hidden += checked.problems.length - problems.length
      const piece = format.text({ ...checked, problems }, written)
      if (piece !== '') written++
      if (format.beginsWithTotals) heldPieces.push(piece)
      else await write(piece)
    },
    /** The number of problems that were not written because of `maxFindings`. */
    hiddenCount: () => hidden,
    finish,
    /** Completes a document that has begun, so that what is written can be read. */
    abandon: async (totals: CheckedTotals): Promise<void> =>
      begun || heldPieces.length > 0 ? finish(totals) : output.close(),
  }
}
