/** The languages of the generated texts: how each spells facts, and its sentences about them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Spelling } from './spelling.ts'

interface Language {
  readonly spelling: Spelling
  /**
   * Sentences about one product, one year of a company, and one case of support. `{slot}` is a fact; a sentence without
   * a slot claims nothing, whatever words for numbers it has.
   */
  readonly sentences: {
    readonly product: readonly string[]
    readonly finance: readonly string[]
    readonly support: readonly string[]
    readonly idle: readonly string[]
    /** Each adds a claim that no source contains. */
    readonly invented: readonly string[]
  }
}

export const LANGUAGE_NAMES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'ja', 'zh'] as const

const read = (name: string): Language =>
  JSON.parse(readFileSync(join(import.meta.dirname, `languages/${name}.json`), 'utf8')) as Language

const LANGUAGES = new Map<string, Language>(LANGUAGE_NAMES.map((name) => [name, read(name)]))

export function languageOf(name: string): Language {
  const language = LANGUAGES.get(name)
  if (!language) throw new Error(`no texts in ${name}`)
  return language
}
