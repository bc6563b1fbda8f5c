/** Makes a rule of a style ready to check texts. */
import { dirname, resolve } from 'node:path'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { FileReads } from '../../util/files/file-reads.ts'
import { englishDictionary } from '../language/dictionary.ts'
import { compileGoExpression } from './expressions/go-expression.ts'
import { ruleKinds } from './kinds/index.ts'
import {
  commonOptions,
  LEVELS,
  type Checker,
  type CommonOptions,
  type Level,
  type Vocabulary,
} from './rule.ts'
import type { RuleFile } from './style-folder.ts'
import type { StyledBlock } from './text/blocks.ts'
import { isKnownScope, scopeMatcher } from './text/scope.ts'

export interface StyleRule extends Pick<CommonOptions, 'message' | 'level' | 'limit'> {
  readonly name: string
  readonly appliesTo: (block: Pick<StyledBlock, 'scope' | 'parent'>) => boolean
  readonly start: Checker
}

interface RuleSource {
  readonly vocabulary: Vocabulary
  /** Rules of lower levels are left out. */
  readonly minLevel: Level
  readonly files: FileReads
  /** Tells the user what of a rule has no effect. */
  readonly report: (problem: string) => void
}

const KIND_NAMES = ruleKinds.map(({ name }) => name)
/** Kinds that run code or that Vale itself has replaced. */
const OTHER_KINDS = new Set(['script', 'readability'])

/** Returns undefined for a rule that cannot find anything. Rejects with a `ConfigError` if the file is not a rule. */
export async function createRule(
  file: RuleFile,
  { vocabulary, minLevel, files, report }: RuleSource,
): Promise<StyleRule | undefined> {
  const { name, path = name, content } = file
  const kindName = content['extends']
  const kind = ruleKinds.find((each) => each.name === kindName)
  const common = commonOptions.safeParse(content)
  if (!common.success) throw ruleError(path, common.error.issues)
  if (LEVELS.indexOf(common.data.level) < LEVELS.indexOf(minLevel)) return undefined
  if (!kind) {
    if (!OTHER_KINDS.has(common.data.extends)) {
      throw new ConfigError(
        `vale: ${path}: no kind of rule is called "${common.data.extends}"`,
        `extends is one of ${[...KIND_NAMES, ...OTHER_KINDS].join(', ')}`,
      )
    }
    report(`extends ${common.data.extends}, which is not supported`)
    return undefined
  }
  const own = kind.options.safeParse(content)
  if (!own.success) throw ruleError(path, own.error.issues)
  const known = [...Object.keys(kind.options.shape), ...Object.keys(commonOptions.shape)]
  const unknown = Object.keys(content).filter((key) => !known.includes(key))
  if (unknown.length > 0) report(`has no option ${unknown.join(' or ')} in its kind ${kind.name}`)
  const scopes = kind.scope === undefined ? common.data.scope : [kind.scope]
  if (!isKnownScope(scopes)) report(`is for the scope ${scopes.join(', ')}, which Markdown does not have`)
  const folder = dirname(resolve(path))
  const compile = (source: string) => {
    try {
      return compileGoExpression(source)
    } catch (error) {
      report(`has the expression ${source}, which cannot be compiled: ${messageOf(error)}`)
      return undefined
    }
  }
  try {
    const start = await kind.create(
      { ...common.data, ...own.data },
      {
        vocabulary,
        folders: [folder, dirname(folder)],
        files,
        compile,
        report,
        english: () => englishDictionary('American'),
      },
    )
    return { ...common.data, name, appliesTo: scopeMatcher(scopes), start }
  } catch (error) {
    if (error instanceof ConfigError)
      throw new ConfigError(`vale: ${name}: ${error.message}`, error.hint, error)
    throw error
  }
}

const ruleError = (
  path: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
) =>
  new ConfigError(
    `vale: ${path}: ${issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': ')).join('; ')}`,
    'correct the rule, or leave it out with the option ignore',
  )
