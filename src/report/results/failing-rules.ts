/** Ranks the rules that texts did not meet, so that people see what to change. */
import { promptLabel } from '../../core/phrases/prompt-label.ts'
import type { ResultRecord } from '../../core/record.ts'
import { rejectsText } from '../../core/validation/severity.ts'
import { formatInteger } from '../../util/units.ts'
import { firstLine } from '../../util/truncate.ts'

interface FailingRule {
  readonly rule: string
  /** Number of texts that did not meet the rule. */
  count: number
  /** One line per text, for the first texts. */
  readonly examples: string[]
}

const MAX_MESSAGE_CHARACTERS = 160

export class FailingRules {
  readonly #byName = new Map<string, FailingRule>()
  readonly #maxExamples: number

  /** Keeps this number of examples per rule, so that memory does not grow with the number of texts. */
  constructor(maxExamples: number) {
    this.#maxExamples = maxExamples
  }

  /** Counts each rule that the text of this record does not meet; ignores accepted texts. */
  add(record: ResultRecord): void {
    if (record.outcome === 'accepted') return
    const seen = new Set<string>()
    for (const { rule, message } of faultsOf(record)) {
      const entry = this.#byName.get(rule) ?? { rule, count: 0, examples: [] }
      this.#byName.set(rule, entry)
      if (seen.has(rule)) continue
      seen.add(rule)
      entry.count++
      if (entry.examples.length < this.#maxExamples) {
        entry.examples.push(
          `${promptLabel(record.id, record.prompt)}: ${firstLine(message, MAX_MESSAGE_CHARACTERS)}`,
        )
      }
    }
  }

  /** The rules, most frequent first, in one line, then the examples of each. Empty if no text failed. */
  lines(maxRules = Infinity): string[] {
    const rules = [...this.#byName.values()].toSorted((first, second) => second.count - first.count)
    if (rules.length === 0) return []
    const shown = rules.slice(0, maxRules)
    const more = rules.length > shown.length ? `, and ${formatInteger(rules.length - shown.length)} more` : ''
    const ranking = shown.map(({ rule, count }) => `${rule} ${formatInteger(count)}`).join(', ')
    const examples = shown.flatMap((each) => each.examples.map((example) => `  ${each.rule}: ${example}`))
    return [`not met: ${ranking}${more}`, ...examples]
  }
}

function faultsOf({ validations, critiques, failures, error }: ResultRecord) {
  return [
    ...validations.filter(rejectsText).map(({ validator, message }) => ({ rule: validator, message })),
    ...critiques
      .filter(({ needsImprovement }) => needsImprovement)
      .map(({ critic, feedback }) => ({ rule: critic, message: feedback })),
    ...(error
      ? [{ rule: `error ${error.code}`, message: error.message }]
      : failures.map(({ name, message }) => ({ rule: `${name} (no answer)`, message }))),
  ]
}
