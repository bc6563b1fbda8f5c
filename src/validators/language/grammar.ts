import type { Dialect, Lint, LocalLinter } from 'harper.js'
import * as z from 'zod'
import { ConfigError, SifakaError } from '../../core/errors.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { nearest } from '../../util/lookup.ts'
import { amount, rangeText } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { position } from '../shared/position.ts'
import { withoutCode } from './prose-words.ts'
import { listed, verdict } from '../shared/verdict.ts'

/** The letters that are looked at, which take a second at worst; the message says so. */
const LONGEST_TEXT = 8000
/** A sentence takes the square of its length, and one of ten thousand letters breaks the linter down. */
const LONGEST_PIECE = 1000
const MOST_SHOWN = 5

/** As harper.js names the kinds of what it finds. */
const KINDS = [
  'Agreement',
  'BoundaryError',
  'Capitalization',
  'Eggcorn',
  'Enhancement',
  'Formatting',
  'Grammar',
  'Malapropism',
  'Miscellaneous',
  'Nonstandard',
  'Punctuation',
  'Readability',
  'Redundancy',
  'Regionalism',
  'Repetition',
  'Spelling',
  'Style',
  'Typo',
  'Usage',
  'WordChoice',
  'WordOrder',
]
const DIALECTS = ['American', 'British', 'Australian', 'Canadian', 'Indian'] as const

const options = z.strictObject({
  max: z.int().min(0).default(0).describe('the most mistakes that there may be'),
  ignore: z
    .array(z.string().min(1))
    .max(1000)
    .default([])
    .describe(
      'kinds and rules that do not matter, as harper.js names them: Spelling, Readability, OxfordComma',
    ),
  dialect: z.enum(DIALECTS).default('American').describe('which English'),
})

export const grammar: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'grammar',
  summary: 'The text is grammatical English, by harper.js, which is installed separately',
  options,
  async create({ max, ignore, dialect }) {
    const { rules } = await loadLinter(dialect)
    for (const name of ignore) {
      const known = [...KINDS, ...rules]
      const meant = nearest(name, known)
      const hint = meant === undefined ? `kinds: ${KINDS.join(', ')}` : `did you mean "${meant}"?`
      if (!known.includes(name)) throw new ConfigError(`grammar: nothing is called "${name}"`, hint)
    }
    const bound = max === 0 ? 'no grammar mistakes' : rangeText({ max }, 'grammar mistakes')
    return {
      name: 'grammar',
      tier: 'slow',
      requirement: bound,
      async validate({ text }) {
        const mistakes = await findMistakes(text.slice(0, LONGEST_TEXT), dialect, new Set(ignore))
        const { length } = mistakes
        const limit = text.length > LONGEST_TEXT ? ` in the first ${LONGEST_TEXT} letters` : ''
        const fact = `${amount(length, 'grammar mistakes')}${limit}${length > 0 ? `: ${listed(mistakes)}` : ''}`
        const score = length > max ? (max + 1) / (length + 2) : 1
        return { ...verdict('grammar', bound, [{ score, fact, duty: `have ${bound}` }]), measured: length }
      },
    }
  },
}

type DialectName = keyof typeof Dialect

interface Mistake {
  readonly at: number
  readonly rule: string
  readonly lint: Lint
}

/** Each with its rule and, the first of them, with place and suggestion, in the order of the text. */
async function findMistakes(
  text: string,
  dialect: DialectName,
  ignored: ReadonlySet<string>,
): Promise<string[]> {
  const { linter } = await loadLinter(dialect)
  const found: Mistake[] = []
  for (const { piece, start } of piecesOf(withoutCode(text.toWellFormed()))) {
    const letters = lettersOf(piece)
    for (const [rule, lints] of Object.entries(await organized(linter, piece, dialect))) {
      found.push(...lints.map((lint) => ({ at: start + letters(lint.span().start), rule, lint })))
    }
  }
  const counted = found.filter(({ rule, lint }) => {
    return ignored.size === 0 || !(ignored.has(rule) || ignored.has(lint.lint_kind()))
  })
  const faults = counted
    .toSorted((one, other) => one.at - other.at)
    .map((mistake, index) => (index < MOST_SHOWN ? describe(mistake, text) : mistake.rule))
  // The linter keeps what is not freed.
  for (const { lint } of found) lint.free()
  return faults
}

function describe({ at, rule, lint }: Mistake, text: string): string {
  const [suggestion] = lint.suggestions().map((each) => each.get_replacement_text())
  const instead = suggestion ? `, ${suggestion}?` : ''
  return `"${lint.get_problem_text()}" at ${position(text, at)} (${rule}${instead})`
}

/** A linter that broke down is not asked again: its memory is in disorder. */
async function organized(linter: LocalLinter, piece: string, dialect: DialectName) {
  try {
    return await linter.organizedLints(piece)
  } catch (error) {
    loading.delete(dialect)
    throw new SifakaError('validator-failed', 'grammar: harper.js broke down on this text', { cause: error })
  }
}

/** Cut between paragraphs, lines, sentences or words; what is no prose is left out. */
function* piecesOf(text: string): Generator<{ piece: string; start: number }> {
  for (let start = 0; start < text.length;) {
    const rest = text.slice(start, start + LONGEST_PIECE)
    const cut = rest.length < LONGEST_PIECE ? rest.length : lastCut(rest)
    const piece = rest.slice(0, cut)
    const letters = piece.match(/[\p{L}\s]/gu)?.length ?? 0
    if (letters > piece.length / 2 && !/\S{200}/.test(piece)) yield { piece, start }
    start += cut
  }
}

function lastCut(piece: string): number {
  const cuts = ['\n\n', '\n', '. ', ' '].map((mark) => piece.lastIndexOf(mark) + mark.length)
  return cuts.find((cut) => cut > piece.length / 2) ?? piece.length
}

/** harper.js counts code points, a string does not. */
function lettersOf(text: string): (index: number) => number {
  if (!/[\uD800-\uDBFF]/.test(text)) return (index) => index
  const points = [...text]
  return (index) => points.slice(0, index).join('').length
}

interface Loaded {
  readonly linter: LocalLinter
  readonly rules: readonly string[]
}

const loading = new Map<string, Promise<Loaded>>()

/** One a dialect for the whole process: each takes 400 MB. */
function loadLinter(dialect: DialectName): Promise<Loaded> {
  const loaded = loading.get(dialect) ?? startLinter(dialect)
  loading.set(dialect, loaded)
  return loaded
}

async function startLinter(dialect: DialectName): Promise<Loaded> {
  const [harper, { binary }] = await importHarper(() =>
    Promise.all([import('harper.js'), import('harper.js/binary')]),
  )
  const linter = new harper.LocalLinter({ binary, dialect: harper.Dialect[dialect] })
  return { linter, rules: Object.keys(await linter.getLintConfig()) }
}

/** It has 70 MB, so that only those install it who use it. */
export async function importHarper<Modules>(load: () => Promise<Modules>): Promise<Modules> {
  try {
    return await load()
  } catch (error) {
    throw new ConfigError(
      'grammar: the package harper.js is not installed',
      'npm install harper.js@2.10.0, beside sifaka-cli',
      error,
    )
  }
}
