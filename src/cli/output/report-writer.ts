/** Writes one report of `validate` piece by piece. */
import type { Output } from '../../batch/results/output.ts'
import type { CheckedText, CheckedTotals, ValidationFormat } from '../../report/validation/format.ts'

export type ReportWriter = ReturnType<typeof reportWriter>

export function reportWriter(output: Output, format: ValidationFormat) {
  let written = 0
  let begun = false
  const write = async (piece: string): Promise<void> => {
    if (piece === '') return
    await output.write(begun ? piece : `${format.begin()}${piece}`)
    begun = true
  }
  const finish = async (totals: CheckedTotals): Promise<void> => {
    await write(format.end(totals))
    await output.close()
  }
  return {
    async add(checked: CheckedText): Promise<void> {
      const piece = format.text(checked, written)
      if (piece !== '') written++
      await write(piece)
    },
    finish,
    /** Completes a document that has begun, so that what is written can be read. */
    abandon: async (totals: CheckedTotals): Promise<void> => (begun ? finish(totals) : output.close()),
  }
}
