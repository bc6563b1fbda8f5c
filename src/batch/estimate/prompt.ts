/** What one prompt may take. Pure. */
import type { Spread } from '../../core/estimate.ts'
import type { Policy } from '../../core/types.ts'
import { Ledger, type Bill } from './ledger.ts'
import { exactly, largest, NOTHING, ordered, product, scaled, sum } from './spread.ts'

/** How long answers take. */
export interface Pace {
  readonly firstMs: Spread
  readonly tokenMs: Spread
  readonly mostMs: number
}

/** What a critic, or a validator, puts to a model. */
export interface Question {
  readonly model: string
  readonly pace: Pace
  /** Without the task and the draft. */
  readonly inputTokens: Spread
  /** What it is told besides, for each earlier iteration. */
  readonly memoryTokens: Spread
  readonly outputTokens: Spread
  /** False if it may not be asked even when its turn comes. */
  readonly certain: boolean
  /** Another one asks the very same: one call answers both. */
  readonly shared: boolean
}

/** All of a prompt that decides what it takes. */
export interface Facts {
  readonly model: string
  readonly pace: Pace
  readonly openingTokens: Spread
  /** The task as critics are told it. */
  readonly taskTokens: Spread
  /** What a revision is told about the draft before it. */
  readonly adviceTokens: Spread
  readonly draftTokens: Spread
  /** Of the draft that the first generation is spared for. */
  readonly givenTokens?: Spread | undefined
  /** Nothing is asked at all: the rules exclude each other, or the given draft is empty. */
  readonly idle: boolean
  /** How many validators can turn a text down. */
  readonly checks: number
  /** An unfinished draft may be given up, and is then shown to nobody. */
  readonly breakable: boolean
  readonly critics: readonly Question[]
  readonly judges: readonly Question[]
}

export type Rules = Pick<
  Policy,
  'maxIterations' | 'critique' | 'validation' | 'onCriticError' | 'plateau'
> & { readonly maxTokens?: number | undefined }

export interface PromptEstimate {
  readonly iterations: number
  readonly calls: Spread
  readonly bills: ReadonlyMap<string, Bill>
  /** From its first call to its last answer, when nothing makes it wait. */
  readonly chainMs: Spread
  /** Of all its calls together. */
  readonly busyMs: Spread
}

/** A first draft passes as often as this, whatever is checked; the more is checked, the more often a revision fails. */
const FIRST_FAILS = 0.7
const REVISION_FAILS = 0.05
const FAILS_MORE = 0.04
const MOST_FAILS = 0.4
/** Drafts that do not fit in the token limit. */
const CUT_OFF_FAILS = 0.9

interface Chance {
  /** That it comes to this iteration. */
  readonly reached: number
  /** That a validator then turns the draft down. */
  readonly invalid: number
}

function chances(facts: Facts, rules: Rules): Chance[] {
  const { checks, critics, draftTokens } = facts
  const tight = draftTokens.expected >= (rules.maxTokens ?? Infinity)
  const asked = checks + critics.length
  // What nobody checks is accepted at once, if only it is whole.
  if (asked === 0 && rules.maxTokens === undefined) return [{ reached: 1, invalid: 0 }]
  const fails = (index: number): number => {
    if (tight) return CUT_OFF_FAILS
    if (asked === 0) return 0
    return index === 0 ? FIRST_FAILS : Math.min(MOST_FAILS, REVISION_FAILS + FAILS_MORE * asked)
  }
  let reached = 1
  return Array.from({ length: rules.maxIterations }, (_, index) => {
    const failing = fails(index)
    const byCritics = index > 0 && critics.length > 0 ? 0.5 : 0
    const chance = { reached, invalid: checks === 0 ? 0 : failing * (1 - byCritics) }
    reached *= failing
    return chance
  })
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
    const slowest = scaled(largest(...times.slice(spares)), 1)
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
 * The least of each figure. There are two short ways to an end: the first draft is accepted, for which all are
 * asked; or none is valid, and critics that are asked about valid drafts alone, or called off, cost nothing.
 */
function leastOf(facts: Facts, rules: Rules): { calls: number; bills: Map<string, Bill>; ms: number } {
  const { critics, judges, givenTokens, breakable, checks } = facts
  const first = givenTokens ? 0 : 1
  const certain = (questions: readonly Question[]) => questions.filter((each) => each.certain && !each.shared)
  const text = givenTokens ?? facts.draftTokens
  const accepted = new Ledger()
  const bare = new Ledger()
  const write = (ledger: Ledger, count: number, inputTokens: Spread, outputTokens: Spread) =>
    ledger.add(facts.model, exactly(count), { inputTokens, outputTokens })
  const ask = (ledger: Ledger, questions: readonly Question[]) => {
    for (const { model, inputTokens, outputTokens } of certain(questions)) {
      const told = sum(inputTokens, facts.taskTokens, again(text))
      ledger.add(model, exactly(1), { inputTokens: told, outputTokens })
    }
  }
  write(accepted, first, facts.openingTokens, facts.draftTokens)
  ask(accepted, critics)
  ask(accepted, judges)

  const oneOnly = rules.maxIterations === 1
  const broken = breakable && !oneOnly && !givenTokens
  const skips = oneOnly || rules.critique === 'when-valid' || rules.validation === 'fail-fast' || broken
  const ways = [accepted]
  if (checks > 0 && skips) {
    const piece = broken ? exactly(1) : facts.draftTokens
    write(bare, first, facts.openingTokens, piece)
    if (!oneOnly) write(bare, 1, revisionTokens(facts, broken ? piece : text), piece)
    if (rules.validation === 'all' && !broken) ask(bare, judges)
    ways.push(bare)
  }
  const calls = Math.min(...ways.map((way) => way.calls().least))
  const ms = first * latency(facts.pace, broken ? exactly(1) : facts.draftTokens).least
  return { calls, bills: Ledger.leastOf(ways), ms }
}
