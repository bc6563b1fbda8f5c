import type { Dialect, LocalLinter } from 'harper.js'
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import type { Definition, Validator } from '../core/ports.ts'
import { nearest } from '../core/suggest.ts'
import { amount, rangeText } from './count.ts'
import type { ValidatorNeeds } from './needs.ts'
import { position } from './position.ts'
import { listed, verdict } from './verdict.ts'

/** The letters that are looked at, which take more than half a second; the message says so. */
const LONGEST_TEXT = 20_000

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
    const { linter, rules } = await loadLinter(dialect)
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
        const mistakes = await findMistakes(linter, text.slice(0, LONGEST_TEXT), new Set(ignore))
        const { length } = mistakes
        const limit = text.length > LONGEST_TEXT ? ` in the first ${LONGEST_TEXT} letters` : ''
        const fact = `${amount(length, 'grammar mistakes')}${limit}${length > 0 ? `: ${listed(mistakes)}` : ''}`
        const score = length > max ? (max + 1) / (length + 2) : 1
        return { ...verdict('grammar', bound, [{ score, fact, duty: `have ${bound}` }]), measured: length }
      },
    }
  },
}

/** Each with its place and the first suggestion, in the order of the text. */
async function findMistakes(
  linter: LocalLinter,
  text: string,
  ignored: ReadonlySet<string>,
): Promise<string[]> {
  const found: { at: number; fault: string }[] = []
  const letters = lettersOf(text)
  for (const [rule, lints] of Object.entries(await linter.organizedLints(text))) {
    for (const lint of lints) {
      if (!ignored.has(rule) && !ignored.has(lint.lint_kind())) {
        const at = letters(lint.span().start)
        const [suggestion] = lint.suggestions().map((each) => each.get_replacement_text())
        const instead = suggestion ? `, ${suggestion}?` : ''
        found.push({ at, fault: `"${lint.get_problem_text()}" at ${position(text, at)} (${rule}${instead})` })
      }
      // The linter keeps what is not freed.
      lint.free()
    }
  }
  return found.toSorted((one, other) => one.at - other.at).map(({ fault }) => fault)
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
function loadLinter(dialect: keyof typeof Dialect): Promise<Loaded> {
  const loaded = loading.get(dialect) ?? startLinter(dialect)
  loading.set(dialect, loaded)
  return loaded
}

async function startLinter(dialect: keyof typeof Dialect): Promise<Loaded> {
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
