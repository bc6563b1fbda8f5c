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
    const affixesPath = resolve(dictionaryPath.replace(/\.dic$/, '.aff'))
    const decoder = decoderNamedIn(files.readText(affixesPath, LATIN))
    return create({
      aff: files.readText(affixesPath, decoder),
      dic: files.readText(resolve(dictionaryPath), decoder),
    })
  } catch (error) {
    throw new ConfigError(
      `spelling: cannot read the dictionary ${path}: ${messageOf(error)}`,
      'name a Hunspell file such as de_DE.dic, with de_DE.aff beside it',
      error,
    )
  }
}

/** Decodes any file, so that the line that names its encoding can be read. */
const LATIN = new TextDecoder('latin1')

/** An `.aff` file names the encoding of both files in a line such as `SET ISO8859-1`. */
function decoderNamedIn(affixes: string) {
  const encoding = /^SET[ \t]+(\S+)/m.exec(affixes)?.[1] ?? 'UTF-8'
  // Hunspell has names of its own for some of the encodings.
  const label = encoding.replace(/^microsoft-cp/i, 'windows-').replace(/^TIS620-2533$/i, 'tis-620')
  try {
    return new TextDecoder(label, { fatal: true })
  } catch (error) {
    throw new Error(`its encoding ${encoding} is not known`, { cause: error })
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
