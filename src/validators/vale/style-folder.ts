/** Reads the rules of a Vale style: a folder of YAML files, one per rule. */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { codeOf, describeFileFault, describeReadFailure } from '../../util/files/system-errors.ts'
import type { FileReads } from '../../util/files/file-reads.ts'
import type { Vocabulary } from './rule.ts'

export interface RuleFile {
  /** The name of the style and of the rule: `Google.Headings`. */
  readonly name: string
  /** Undefined for a rule that no file contains. */
  readonly path?: string
  readonly content: Readonly<Record<string, unknown>>
}

/** The folder of Vale with vocabularies and dictionaries, which may be beside the styles. */
const CONFIG_FOLDER = 'config'

/** The rules in the order of their names. Rejects with a `ConfigError` for a folder that is not a style. */
export async function readStyle(folder: string, files: FileReads): Promise<RuleFile[]> {
  const paths = await rulePaths(folder)
  if (paths.length === 0) {
    throw new ConfigError(
      `vale: ${folder} has no rules`,
      'name the folder of a style, which has a .yml file for each rule',
    )
  }
  const { default: yaml } = await import('yaml')
  return paths.toSorted().map((path) => {
    const name = `${basename(dirname(resolve(path)))}.${basename(path).split('.', 1)[0]}`
    const text = readOrRefuse(() => files.readText(path))
    let content: unknown
    try {
      // In this schema, every value is a text: a term may be `yes` or `404`.
      content = yaml.parse(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' })
    } catch (error) {
      throw new ConfigError(`vale: ${path}: not YAML: ${messageOf(error)}`)
    }
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
      throw new ConfigError(`vale: ${path} is not a rule of Vale`, 'a rule has the keys extends and message')
    }
    return { name, path, content: withLowerCaseKeys(content) }
  })
}

async function rulePaths(folder: string): Promise<string[]> {
  const refuse = (error: unknown) => {
    const isAbsent = codeOf(error) === 'ENOENT'
    const reason = isAbsent ? 'it does not exist' : describeFileFault(error)
    const hint = 'name the folder of a style, such as styles/Google'
    throw new ConfigError(`vale: cannot read the style ${folder}: ${reason}`, hint, error)
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch(refuse)
  const refuseLink = (path: string) => (error: unknown) => {
    throw new ConfigError(`vale: ${describeReadFailure(error, path)}`, 'remove the link, or mend it', error)
  }
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    const isFolder =
      entry.isDirectory() ||
      (entry.isSymbolicLink() && (await stat(path).catch(refuseLink(path))).isDirectory())
    if (isFolder) return entry.name === CONFIG_FOLDER || entry.name.startsWith('.') ? [] : rulePaths(path)
    return entry.name.endsWith('.yml') ? [path] : []
  })
  return (await Promise.all(found)).flat()
}

/** Runs a function that reads a file. Throws a `ConfigError` if the file cannot be read. */
function readOrRefuse<Text>(read: () => Text): Text {
  try {
    return read()
  } catch (error) {
    throw new ConfigError(`vale: ${messageOf(error)}`, 'check the file', error)
  }
}

/** Vale accepts keys in any case. */
const withLowerCaseKeys = (content: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(content).map(([key, value]) => [key.toLowerCase(), value]))

/**
 * Reads `accept.txt` and `reject.txt`. `folder` is a path, or the name of a vocabulary beside the styles. Throws a
 * `ConfigError` if there is neither file.
 */
export function readVocabulary(folder: string, styles: readonly string[], files: FileReads): Vocabulary {
  const beside = styles.flatMap((style) => [
    join(dirname(resolve(style)), CONFIG_FOLDER, 'vocabularies', folder),
    join(dirname(resolve(style)), 'Vocab', folder),
  ])
  for (const place of [resolve(folder), ...beside]) {
    const accepted = readTerms(join(place, 'accept.txt'), files)
    const rejected = readTerms(join(place, 'reject.txt'), files)
    if (accepted ?? rejected) return { accepted: accepted ?? [], rejected: rejected ?? [] }
  }
  throw new ConfigError(
    `vale: there is no vocabulary ${folder}`,
    'name a folder with accept.txt, reject.txt or both',
  )
}

const readTerms = (path: string, files: FileReads): string[] | undefined =>
  readOrRefuse(() => files.readTextIfPresent(path))
    ?.split(/\r?\n/)
    .flatMap((line) => (line.startsWith('# ') ? [] : line.trim() || []))

/** The rules that Vale makes of a vocabulary: accepted terms have their case, and rejected terms do not occur. */
export function vocabularyRules({ accepted, rejected }: Vocabulary): RuleFile[] {
  const phrases = accepted.filter((term) => /^[\p{L}\p{N} -]+$/u.test(term))
  const swap = Object.fromEntries(phrases.map((term) => [term.toLowerCase(), term]))
  const terms = {
    extends: 'substitution',
    message: "Use '%s' instead of '%s'.",
    ignorecase: 'true',
    swap,
    vocab: 'false',
  }
  const avoid = { extends: 'existence', message: "Avoid using '%s'.", tokens: rejected, vocab: 'false' }
  return [
    ...(phrases.length > 0
      ? [{ name: 'Vale.Terms', content: { ...terms, level: 'error', action: { name: 'replace' } } }]
      : []),
    ...(rejected.length > 0 ? [{ name: 'Vale.Avoid', content: { ...avoid, level: 'error' } }] : []),
  ]
}
