import type { Dialect, Lint, SuggestionKind } from 'harper.js'
import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { ConfigError, SifakaError } from '../../core/errors.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { findSimilar } from '../../util/lookup.ts'
import { amount, rangeText } from '../../core/phrases/requirement-text.ts'
import { position } from '../shared/position.ts'
import { withoutCode } from './prose-words.ts'
import { createTextValidator, listFaults, type Fault } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

/**
 * Checking this many characters takes at most a second. The rest of the text is not checked, and the message says so.
 */
const MAX_CHARACTERS = 8000
/** harper.js takes quadratic time in the length of a sentence, and crashes on a sentence of ten thousand letters. */
const MAX_PIECE_CHARACTERS = 1000

/** The kinds of mistakes, as harper.js calls them. */
const KINDS = (
  'Agreement BoundaryError Capitalization Eggcorn Enhancement Formatting Grammar Malapropism Miscellaneous Nonstandard ' +
  'Punctuation Readability Redundancy Regionalism Repetition Spelling Style Typo Usage WordChoice WordOrder'
).split(' ')
const DIALECTS = ['American', 'British', 'Australian', 'Canadian', 'Indian'] as const

const options = lazyStrictObject(() => ({
  max: z.int().min(0).default(0).describe('maximum number of mistakes'),
  ignore: z
    .array(z.string().min(1))
    .max(1000)
    .default([])
    .describe('kinds and rules to ignore, as harper.js calls them: Spelling, Readability, OxfordComma'),
  dialect: z.enum(DIALECTS).default('American').describe('the variety of English'),
}))

export const grammar: ValidatorDefinition<typeof options> = {
  name: 'grammar',
  summary: 'The text is grammatical English, according to harper.js, which must be installed separately',
  options,
  async create({ max, ignore, dialect }) {
    const known = [...KINDS, ...(await linters.get(dialect)).rules]
    const unknown = ignore.find((name) => !known.includes(name))
    if (unknown !== undefined) {
      const meant = findSimilar(unknown, known)
      const hint = meant === undefined ? `kinds: ${KINDS.join(', ')}` : `did you mean "${meant}"?`
      throw new ConfigError(`grammar: harper.js has no kind or rule "${unknown}"`, hint)
    }
    const requirement = max === 0 ? 'no grammar mistakes' : rangeText({ max }, 'grammar mistakes')
    return createTextValidator({
      name: 'grammar',
      tier: 'slow',
      requirement,
      ...(max === 0 && { duty: '' }),
      async check(text) {
        const found = await findMistakes(text.slice(0, MAX_CHARACTERS), dialect)
        const mistakes = found
          .filter(({ rule, lint }) => !(ignore.includes(rule) || ignore.includes(lint.lint_kind())))
          .toSorted((one, other) => one.at - other.at)
        const list = listFaults(mistakes, ({ at, rule, lint }) => {
          const [suggestion] = lint.suggestions().map((each) => each.get_replacement_text())
          const instead = suggestion ? `, ${suggestion}?` : ''
          return `"${lint.get_problem_text()}" at ${position(text, at)} (${rule}${instead})`
        })
        const faults = mistakes.map(({ at, rule, lint }) => faultOf(at, rule, lint))
        // WebAssembly memory is not garbage-collected.
        for (const { lint } of found) lint.free()
        const limit = text.length > MAX_CHARACTERS ? ` in the first ${MAX_CHARACTERS} characters` : ''
        const { length } = mistakes
        return {
          score: length > max ? (max + 1) / (length + 2) : 1,
          fact: `${amount(length, 'grammar mistakes')}${limit}${list && `: ${list}`}`,
          measured: length,
          faults,
        }
      },
    })
  },
}

/** The kinds whose only suggestion is certainly right. */
const CERTAIN_KINDS = ['Punctuation', 'Formatting', 'Repetition']

/** The value of `SuggestionKind.Replace`, which only the loaded library has. */
const REPLACE: SuggestionKind.Replace = 0

function faultOf(at: number, rule: string, lint: Lint): Fault {
  const problem = lint.get_problem_text()
  const suggestions = lint.suggestions()
  const [first] = suggestions
  // Suggestions of other kinds remove the text, or insert something after it.
  const isCertain =
    suggestions.length === 1 && CERTAIN_KINDS.includes(lint.lint_kind()) && first?.kind() === REPLACE
  return {
    at,
    end: at + problem.length,
    message: lint.message(),
    rule,
    ...(isCertain && { replacement: first.get_replacement_text() }),
  }
}

interface Mistake {
  readonly at: number
  readonly rule: string
  /** Must be freed: WebAssembly memory is not garbage-collected. */
  readonly lint: Lint
}

async function findMistakes(text: string, dialect: keyof typeof Dialect): Promise<Mistake[]> {
  const { linter } = await linters.get(dialect)
  const mistakes: Mistake[] = []
  for (const { piece, start } of piecesOf(withoutCode(text.toWellFormed()))) {
    const lintsByRule = await linter.organizedLints(piece).catch((error: unknown) => {
      // After a crash, the memory of the linter may be corrupt.
      linters.delete(dialect)
      throw new SifakaError('validator-failed', 'grammar: harper.js crashed on this text', { cause: error })
    })
    // The positions of harper.js are counted in code points.
    const points = [...piece]
    for (const [rule, lints] of Object.entries(lintsByRule)) {
      for (const lint of lints) {
        const before = points.slice(0, lint.span().start).join('')
        mistakes.push({ at: start + before.length, rule, lint })
      }
    }
  }
  return mistakes
}

/** Splits a text between paragraphs, lines, sentences or words, and leaves out pieces that are not prose. */
function* piecesOf(text: string): Generator<{ piece: string; start: number }> {
  for (let start = 0; start < text.length;) {
    const rest = text.slice(start, start + MAX_PIECE_CHARACTERS)
    const cut = rest.length < MAX_PIECE_CHARACTERS ? rest.length : splitPosition(rest)
    const piece = rest.slice(0, cut)
    const letters = piece.match(/[\p{L}\s]/gu)?.length ?? 0
    if (letters > piece.length / 2 && !/\S{200}/.test(piece)) yield { piece, start }
    start += cut
  }
}

function splitPosition(piece: string): number {
  const cuts = ['\n\n', '\n', '. ', ' '].map((mark) => piece.lastIndexOf(mark) + mark.length)
  return cuts.find((cut) => cut > piece.length / 2) ?? piece.length
}

/** There is one linter per dialect for the whole process, since each takes 400 MB of memory. */
const linters = new DefaultMap(startLinter)

async function startLinter(dialect: keyof typeof Dialect) {
  const [harper, { binary }] = await importHarper(() =>
    Promise.all([import('harper.js'), import('harper.js/binary')]),
  )
  const linter = new harper.LocalLinter({ binary, dialect: harper.Dialect[dialect] })
  return { linter, rules: Object.keys(await linter.getLintConfig()) }
}

/** Users install harper.js themselves: its 70 MB are too much for a dependency. */
export async function importHarper<Modules>(load: () => Promise<Modules>): Promise<Modules> {
  try {
    return await load()
  } catch (error) {
    throw new ConfigError(
      'grammar: the package harper.js is not installed',
      'install it beside sifaka-cli: npm install harper.js@2.10.0',
      error,
    )
  }
}
