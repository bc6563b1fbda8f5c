/** What one prompt may take. Pure. */
import type { Spread } from '../core/estimate.ts'
import { chances, type Chance } from './probabilities.ts'
import type { Facts, Pace, Question, Rules } from './facts.ts'
import { Ledger, type Bill } from './ledger.ts'
import { exactly, largest, NOTHING, ordered, product, scaled, sum } from './range.ts'

export interface PromptEstimate {
  readonly iterations: number
  readonly calls: Spread
  readonly bills: ReadonlyMap<string, Bill>
  /** From its first call to its last answer, when nothing makes it wait. */
  readonly chainMs: Spread
  /** Of all its calls together. */
  readonly busyMs: Spread
}

const NO_CALLS: PromptEstimate = {
  iterations: 0,
  calls: NOTHING,
  bills: new Map(),
  chainMs: NOTHING,
  busyMs: NOTHING,
}

export function estimatePrompt(given: Facts, rules: Rules): PromptEstimate {
  if (given.idle) return NO_CALLS
  const facts = rules.critique === 'never' ? { ...given, critics: [] } : given
  const iterations = chances(facts, rules)
  const ledger = new Ledger()
  let chainMs = NOTHING
  let busyMs = NOTHING
  for (const [index, chance] of iterations.entries()) {
    const last = index === rules.maxIterations - 1
    const turns = turnsOf(facts, rules, chance, { index, last })
    const times = turns.map(({ question, calls, ...tokens }) => {
      ledger.add(question.model, calls, tokens)
      const ms = latency(question.pace, tokens.outputTokens)
      return product({ ...calls, most: Math.min(1, calls.most) }, ms)
    })
    const spares = index === 0 && facts.givenTokens ? 0 : 1
    // Critics and validators answer at the same time, after the writer; a second try comes after the first.
    const slowest = largest(...times.slice(spares))
    const tries = { ...slowest, most: slowest.most * Math.max(1, ...turns.map(({ calls }) => calls.most)) }
    chainMs = sum(chainMs, ...times.slice(0, spares), tries)
    busyMs = sum(
      busyMs,
      ...turns.map(({ question, calls, outputTokens }) =>
        product(calls, latency(question.pace, outputTokens)),
      ),
    )
  }
  const least = leastOf(facts, rules)
  const bills = ledger.bounded(least.bills)
  return {
    iterations: iterations.reduce((total, { reached }) => total + reached, 0),
    calls: ordered({ ...ledger.calls(), least: least.calls }),
    bills,
    chainMs: ordered({ ...chainMs, least: least.ms }),
    busyMs: ordered({ ...busyMs, least: least.ms }),
  }
}

/** Calls of one kind within an iteration. */
interface Turn {
  readonly question: Pick<Question, 'model' | 'pace'>
  readonly calls: Spread
  /** Of one call. */
  readonly inputTokens: Spread
  readonly outputTokens: Spread
}

/** The writer's first, unless the draft is given. What is least is not known from a single iteration. */
function turnsOf(
  facts: Facts,
  { critique, validation, onCriticError }: Rules,
  { reached, invalid }: Chance,
  { index, last }: { index: number; last: boolean },
): Turn[] {
  const own = index === 0 && facts.givenTokens ? facts.givenTokens : facts.draftTokens
  const before = index === 1 && facts.givenTokens ? facts.givenTokens : facts.draftTokens
  const valid = reached * (1 - invalid)
  const early = critique === 'always' && !last && validation === 'all'
  const ask = (questions: readonly Question[], expected: number, most: number): Turn[] =>
    questions.map((question) => ({
      question,
      calls: { least: 0, expected: question.shared ? 0 : expected, most },
      inputTokens: sum(
        question.inputTokens,
        facts.taskTokens,
        again(own),
        scaled(question.memoryTokens, index),
      ),
      outputTokens: question.outputTokens,
    }))
  const written = index === 0 && facts.givenTokens
  return [
    ...(written
      ? []
      : [
          {
            question: facts,
            calls: { least: 0, expected: reached, most: 1 },
            inputTokens: index === 0 ? facts.openingTokens : revisionTokens(facts, before),
            outputTokens: facts.draftTokens,
          },
        ]),
    ...ask(facts.critics, early ? reached : valid, onCriticError === 'retry' ? 2 : 1),
    ...ask(facts.judges, validation === 'all' ? reached : reached * (1 - invalid / 2), 1),
  ]
}

/** A draft on its way back: another model counts other tokens, and no thoughts. */
const again = ({ least, expected, most }: Spread): Spread => ({ least: least / 2, expected, most: 2 * most })

const revisionTokens = ({ openingTokens, adviceTokens }: Facts, draft: Spread): Spread =>
  sum(openingTokens, again(draft), adviceTokens)

const latency = ({ firstMs, tokenMs, mostMs }: Pace, tokens: Spread): Spread => {
  const ms = sum(firstMs, product(tokenMs, tokens))
  return { ...ms, most: Math.min(mostMs, ms.most) }
}

/**
 * The least of each figure, over the short ways to an end: the first draft is accepted, for which all are asked; or
 * none is valid, and critics that are asked about valid drafts alone, or called off, cost nothing; or drafts are
 * given up twice at the same place.
 */
function leastOf(facts: Facts, rules: Rules): { calls: number; bills: Map<string, Bill>; ms: number } {
  const first = facts.givenTokens ? 0 : 1
  const text = facts.givenTokens ?? facts.draftTokens
  const { maxIterations, critique, validation } = rules
  /** One draft each, of these tokens; a revision is told of the one before. */
  const written = (drafts: readonly Spread[]): Ledger => {
    const ledger = new Ledger()
    drafts.forEach((outputTokens, index) => {
      const before = index === 0 ? facts.givenTokens : drafts[index - 1]
      const inputTokens = before ? revisionTokens(facts, before) : facts.openingTokens
      ledger.add(facts.model, exactly(1), { inputTokens, outputTokens })
    })
    return ledger
  }
  const ask = (ledger: Ledger, questions: readonly Question[]): Ledger => {
    for (const { model, inputTokens, outputTokens, certain, shared } of questions) {
      const told = sum(inputTokens, facts.taskTokens, again(text))
      if (certain && !shared) ledger.add(model, exactly(1), { inputTokens: told, outputTokens })
    }
    return ledger
  }
  const drafts = (count: number) => Array.from({ length: count }, () => facts.draftTokens)

  const ways = [ask(written(drafts(first)), [...facts.critics, ...facts.judges])]
  const oneOnly = maxIterations === 1
  if (facts.checks > 0 && (oneOnly || critique === 'when-valid' || validation === 'fail-fast')) {
    // The same text again ends it.
    const way = written(drafts(oneOnly ? first : first + 1))
    ways.push(validation === 'all' ? ask(way, facts.judges) : way)
  }
  const breaks = facts.breakable && !oneOnly && !facts.givenTokens
  if (breaks) {
    // The last of all drafts comes whole.
    ways.push(written([exactly(1), maxIterations === 2 ? facts.draftTokens : exactly(1)]))
  }
  const ms = first * latency(facts.pace, breaks ? exactly(1) : facts.draftTokens).least
  return { calls: Math.min(...ways.map((way) => way.calls().least)), bills: Ledger.leastOf(ways), ms }
}
