import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'
import { ConfigError } from '../../../core/errors.ts'
import { correctionsOf } from '../../language/corrections.ts'
import { hunspellDictionary, readProjectWords, type Dictionary } from '../../language/dictionary.ts'
import { matchesAny } from '../expressions/matches.ts'
import { flag, textList, type RuleKind, type RuleNeeds } from '../rule.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'

const options = lazyObject(() => ({
  aff: z.string().default(''),
  dic: z.string().default(''),
  dicpath: z.string().default(''),
  dictionaries: textList.default([]),
  filters: textList.default([]),
  ignore: textList.default([]),
  custom: flag.default(false),
  append: flag.default(false),
  exceptions: textList.default([]),
  threshold: z.string().optional(),
}))

const WORD = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]{0,60}(?:['’][\p{L}\p{M}]{1,20}){0,3}/gu
/** Camel case, abbreviations, and what has other characters than letters, as in Vale. */
const DEFAULT_FILTERS = [String.raw`[A-Z]{1}[a-z]+[A-Z]+\w+`, '[A-Z]+$', String.raw`[^\p{L}_']`]
const MAX_CORRECTED = 100

/** The words must be in a dictionary, which is that of American English unless the rule names others. */
export const spellingKind: RuleKind<typeof options> = {
  name: 'spelling',
  options,
  async create(rule, needs) {
    const { vocabulary, compile } = needs
    const dictionaries = await dictionariesOf(rule, needs)
    const filters = [...rule.filters, ...(rule.custom ? [] : DEFAULT_FILTERS)].map(compile)
    const accepted = [...vocabulary.accepted, ...rule.exceptions].map((term) => compile(`(?i)^(?:${term})$`))
    const ignored = new Set(
      [...rule.ignore.flatMap((name) => readWords(name, needs)), ...readProjectWords(needs.files)].map(
        (word) => word.toLowerCase(),
      ),
    )
    const isCorrect = (word: string) =>
      ignored.has(word.toLowerCase()) ||
      dictionaries.some((each) => each.correct(word) || each.correct(word.replace(/'s$/, ''))) ||
      accepted.some((term) => matchesAny(term, word))
    return () => {
      let corrected = 0
      return function* ({ text }) {
        for (const { 0: word, index } of text.matchAll(WORD)) {
          const normal = word.replaceAll('’', "'")
          if (filters.some((filter) => matchesAny(filter, normal)) || isCorrect(normal)) continue
          const corrections = corrected++ < MAX_CORRECTED ? correctionsOf(normal, isCorrect) : []
          const [replacement] = corrections.length === 1 ? corrections : []
          yield { at: index, end: index + word.length, words: [word], replacement }
        }
      }
    }
  },
}

/** The first of the folders that has the file. */
function findFile(name: string, { folders }: RuleNeeds, subfolder: string): string | undefined {
  const places = ['.', ...folders, ...folders.map((folder) => resolve(folder, 'config', subfolder))]
  return places.map((folder) => resolve(folder, name)).find((path) => existsSync(path))
}

async function dictionariesOf(
  { dic, dicpath, dictionaries, append }: z.output<typeof options>,
  needs: RuleNeeds,
): Promise<Dictionary[]> {
  const named = dictionaries.filter((name) => !/^en[-_]US$/i.test(name))
  const wanted = dic === '' ? named.map((name) => `${name}.dic`) : [dic]
  const found = wanted.map((name) => {
    const path = findFile(dicpath === '' ? name : `${dicpath}/${name}`, needs, 'dictionaries')
    if (path === undefined) {
      throw new ConfigError(
        `there is no dictionary ${name}`,
        'put it beside the style, into config/dictionaries',
      )
    }
    return path
  })
  const usesEnglish = append || found.length === 0 || named.length < dictionaries.length
  return Promise.all([
    ...found.map((path) => hunspellDictionary(path, needs.files)),
    ...(usesEnglish ? [needs.english()] : []),
  ])
}

/** The words of a file with one per line. */
function readWords(name: string, needs: RuleNeeds): string[] {
  const path = findFile(name, needs, 'ignore')
  if (path !== undefined)
    return needs.files
      .readText(path)
      .split(/\r?\n/)
      .flatMap((line) => line.trim() || [])
  needs.report(`names the file ${name} of words to ignore, which does not exist`)
  return []
}
