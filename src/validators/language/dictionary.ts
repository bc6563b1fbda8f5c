/** Dictionaries in the format of Hunspell, and the word list of a project. */
import { resolve } from 'node:path'
import type nspell from 'nspell'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { DefaultMap } from '../../util/default-map.ts'
import type { FileReads } from '../../util/files/file-reads.ts'

export type Dictionary = ReturnType<typeof nspell>

/** The names of the packages, which are loaded only when they are used. */
const PACKAGES = { American: 'dictionary-en', British: 'dictionary-en-gb' }

export const DIALECTS_OF_ENGLISH = ['American', 'British'] as const
type DialectOfEnglish = (typeof DIALECTS_OF_ENGLISH)[number]

/** The dictionary of a dialect, read once for the process. */
export const englishDictionary = (dialect: DialectOfEnglish): Promise<Dictionary> => dictionaries.get(dialect)

const dictionaries = new DefaultMap(async (dialect: DialectOfEnglish): Promise<Dictionary> => {
  const [{ default: create }, { default: english }] = (await Promise.all([
    import('nspell'),
    dialect === 'American' ? import('dictionary-en') : import(PACKAGES[dialect]),
  ])) as [{ default: typeof nspell }, { default: { aff: Uint8Array; dic: Uint8Array } }]
  return create({ aff: Buffer.from(english.aff), dic: Buffer.from(english.dic) })
})

/** Reads `path`, a `.dic` file, and the `.aff` file beside it. Rejects with a `ConfigError` if it cannot. */
export async function hunspellDictionary(path: string, files: FileReads): Promise<Dictionary> {
  const { default: create } = await import('nspell')
  const dictionaryPath = path.endsWith('.dic') ? path : `${path}.dic`
  try {
    const [dic, aff] = [dictionaryPath, dictionaryPath.replace(/\.dic$/, '.aff')].map((each) =>
      files.readText(resolve(each)),
    )
    return create({ aff: aff ?? '', dic: dic ?? '' })
  } catch (error) {
    throw new ConfigError(
      `spelling: cannot read the dictionary ${path}: ${messageOf(error)}`,
      'name a Hunspell file such as de_DE.dic, with de_DE.aff beside it',
      error,
    )
  }
}

/** The file in the current folder with a project's own words. */
const PROJECT_WORDS = '.sifaka-words'

function readWords(files: FileReads): string | undefined {
  try {
    return files.readTextIfPresent(resolve(PROJECT_WORDS))
  } catch (error) {
    throw new ConfigError(`spelling: ${messageOf(error)}`, 'it has one word per line, in UTF-8', error)
  }
}

/** The words of the project: one per line, `#` begins a comment; empty if there is no such file. */
export function readProjectWords(files: FileReads): string[] {
  const text = readWords(files) ?? ''
  return text.split(/\r?\n/).flatMap((line) => line.replace(/#.*/, '').trim() || [])
}
