/** Finds ordinals in words: third, dritte, troisième. */
import { anyOf, fold } from './fold.ts'
import type { NumberInWords, WordLanguage } from './number-words.ts'

interface Ordinals {
  /** The stems from 2 on. */
  readonly stems: string
  /** A regular expression for what follows a stem. */
  readonly ending: string
}

const ORDINALS: Readonly<Record<WordLanguage, Ordinals>> = {
  en: {
    stems:
      'second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
    ending: '',
  },
  de: {
    stems:
      'zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst',
    ending: 'e[nrms]?',
  },
  es: {
    stems: 'segund tercer cuart quint sext séptim octav noven décim undécim duodécim',
    ending: '(?:[oa]s?)?',
  },
  fr: {
    stems: 'deux trois quatr cinqu six sept huit neuv dix onz douz treiz quatorz quinz seiz',
    ending: 'i[eè]mes?',
  },
  it: {
    stems: 'second terz quart quint sest settim ottav non decim undicesim dodicesim tredicesim',
    ending: '[oaie]',
  },
  nl: {
    stems:
      'twee der vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig',
    ending: '(?:de|ste)',
  },
  pl: {
    stems: 'drug trzec czwart piąt szóst siódm ósm dziewiąt dziesiąt jedenast dwunast trzynast',
    ending: '(?:i(?:e(?:go|j|mu)?|m|ch|mi|a)?|y(?:m|ch|mi)?|e(?:go|j|mu)?|a|ą)',
  },
  pt: {
    stems: 'segund terceir quart quint sext sétim oitav non décim',
    ending: '[oa]s?',
  },
}

interface OrdinalPattern {
  readonly pattern: RegExp
  readonly values: ReadonlyMap<string, number>
}
const patterns = new Map<WordLanguage, OrdinalPattern>()

function patternOf(language: WordLanguage): OrdinalPattern {
  const known = patterns.get(language)
  if (known) return known
  const { stems, ending } = ORDINALS[language]
  const values = new Map(stems.split(' ').map((stem, index) => [fold(stem), index + 2]))
  const pattern = RegExp(
    String.raw`(?<![\p{L}\p{N}_])(${anyOf(values.keys())})${fold(ending)}(?![\p{L}\p{N}_])`,
    'gu',
  )
  patterns.set(language, { pattern, values })
  return { pattern, values }
}

/** Ordinals are vague: "the third party" and "in the second place" count nothing. */
export function* findOrdinals(folded: string, language: WordLanguage): Generator<NumberInWords> {
  const { pattern, values } = patternOf(language)
  for (const { 0: word, 1: stem = '', index } of folded.matchAll(pattern)) {
    const value = values.get(stem)
    if (value !== undefined)
      yield { value, at: index, end: index + word.length, isVague: true, isOrdinal: true }
  }
}
