import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { quotedList } from '../../core/phrases/requirement-text.ts'
import { nonBlankString } from '../shared/fixed-text.ts'
import { createTextValidator, mixedFaultCheck, type UnplacedFault } from '../shared/text-validator.ts'
import { findFragments, type FragmentKind } from './fragments.ts'
import { readEntry, type GlossaryEntry } from './glossary-entry.ts'
import { readGlossary } from './glossary.ts'
import { sourceOptions, sourceText } from './source-text.ts'
import { termFinder, type TermPlace } from './term-pattern.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const language = z.string().min(2).optional()

const options = lazyStrictObject(() => ({
  glossary: z
    .union([nonBlankString, z.array(z.record(z.string(), z.unknown())).min(1)])
    .describe(
      'entries with source, required, forms, preferred, forbidden and caseSensitive: a list, or the content of a CSV, ' +
        'TSV, JSON or TBX file; * stands for the rest of a word',
    )
    .meta({ examples: ['@glossary.csv'] }),
  sourceLanguage: language.describe('the language of the source terms, if the glossary has several'),
  targetLanguage: language.describe('the language of the text, if the glossary has several'),
  ...sourceOptions,
}))

/** With more entries, the request to the model only mentions the glossary; feedback names the terms that matter. */
const MAX_LISTED_ENTRIES = 40

/** In these, terms are code, names of variables or addresses. */
const SKIPPED: ReadonlySet<FragmentKind> = new Set(['code', 'url', 'tag', 'placeholder'])

export const terminology: ValidatorDefinition<typeof options> = {
  name: 'terminology',
  summary: 'The text uses the terms of a glossary',
  options,
  async create({ glossary, source: fixed, from, ...languages }) {
    const entries = (
      typeof glossary === 'string'
        ? await readGlossary(glossary, languages)
        : glossary.map((row, index) => readEntry(row, languages, `entry ${index + 1}`))
    ).map(compileEntry)
    const needsSource = entries.some(({ entry }) => entry.source.length > 0)
    const bound = `the terms of the glossary (${entries.length === 1 ? '1 entry' : `${entries.length} entries`})`
    const listed = entries.length > MAX_LISTED_ENTRIES ? [] : entries.map(({ entry }) => describeEntry(entry))
    return createTextValidator({
      name: 'terminology',
      tier: 'local',
      readsPrompt: needsSource && fixed === undefined,
      requirement: `uses ${bound}${listed.length > 0 ? `: ${listed.join('; ')}` : ''}`,
      bound,
      duty: '',
      check(text, draft) {
        const prose = withoutFragments(text)
        const source = needsSource ? withoutFragments(fixed ?? sourceText(draft, [from])) : ''
        const faults = entries.flatMap((entry) => checkEntry(entry, prose, source))
        return mixedFaultCheck(faults, bound, text)
      },
    })
  },
}

type Finder = (text: string) => TermPlace[]

interface CompiledEntry {
  readonly entry: GlossaryEntry
  readonly source: readonly Finder[]
  /** The required terms and their further forms. */
  readonly required: readonly Finder[]
  readonly forbidden: readonly Finder[]
  /** Finds case-sensitive terms in any case, to report those that are written in the wrong one. */
  readonly anyCase: readonly { readonly term: string; readonly find: Finder }[]
}

function compileEntry(entry: GlossaryEntry): CompiledEntry {
  const { source, required, forms, forbidden, caseSensitive } = entry
  const finders = (terms: readonly string[], isCaseSensitive = caseSensitive) =>
    terms.map((term) => termFinder(term, isCaseSensitive))
  const exact = caseSensitive ? [...required, ...forms].filter((term) => !term.includes('*')) : []
  return {
    entry,
    source: finders(source, false),
    required: finders([...required, ...forms]),
    forbidden: finders(forbidden),
    anyCase: exact.map((term) => ({ term, find: termFinder(term, false) })),
  }
}

function checkEntry(
  { entry, source, required, forbidden, anyCase }: CompiledEntry,
  text: string,
  original: string,
): UnplacedFault[] {
  const replacement = entry.preferred ?? entry.required[0]
  const use = replacement === undefined ? 'is forbidden' : `instead of "${replacement}"`
  const isCertain = replacement !== undefined && !replacement.includes('*')
  const allowed = required.flatMap((find) => find(text))
  const isAllowed = ({ at, end }: TermPlace) => allowed.some((each) => each.at <= at && end <= each.end)
  const rejected = forbidden.flatMap((find) => find(text)).filter((place) => !isAllowed(place))
  const faults: UnplacedFault[] = rejected.map(({ at, end, text: written }) => ({
    at,
    end,
    message: `"${written}" ${use}`,
    ...(isCertain && { replacement: withCaseOf(written, replacement, entry.caseSensitive) }),
  }))
  for (const { term, find } of anyCase) {
    const misspelt = find(text).filter((place) => place.text !== term && !isAllowed(place))
    for (const { at, end, text: written } of misspelt) {
      if (startsSentence(text, at) && written.slice(1) === term.slice(1)) continue
      faults.push({ at, end, message: `"${written}" instead of "${term}"`, replacement: term })
    }
  }
  const sourceTerm = source.length === 0 ? undefined : source.flatMap((find) => find(original))[0]
  const applies = source.length === 0 || sourceTerm !== undefined
  if (!applies || required.length === 0 || allowed.length > 0 || faults.length > 0) return faults
  const reason = sourceTerm === undefined ? '' : ` for "${sourceTerm.text}"`
  return [{ message: `${quotedList(entry.required)}${reason} is missing` }]
}

/** Begins with a capital where the replaced term does. */
const withCaseOf = (written: string, replacement: string, isCaseSensitive: boolean): string =>
  !isCaseSensitive && /^\p{Lu}/u.test(written)
    ? replacement.replace(/^./u, (first) => first.toUpperCase())
    : replacement

const startsSentence = (text: string, at: number): boolean =>
  /(?:^|[.!?:\n])["'„“«(*_\s]*$/.test(text.slice(Math.max(0, at - 20), at))

const describeEntry = ({ source, required, forbidden, preferred }: GlossaryEntry): string => {
  const use = required.length > 0 ? required : preferred === undefined ? [] : [preferred]
  const avoided = forbidden.length > 0 ? `not ${quotedList(forbidden)}` : ''
  const used = use.length > 0 ? quotedList(use) : ''
  return [source.length > 0 ? `for ${quotedList(source)}` : '', used, avoided].filter(Boolean).join(' ')
}

/** Replaces code, addresses, tags and placeholders; the length stays the same. */
function withoutFragments(text: string): string {
  let result = ''
  let end = 0
  for (const { at, text: fragment } of findFragments(text, SKIPPED)) {
    result += text.slice(end, at) + '\uFFFC'.repeat(fragment.length)
    end = at + fragment.length
  }
  return result + text.slice(end)
}
