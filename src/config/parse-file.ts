/** Parses settings files. Messages never quote the content, since the file may not be a settings file at all. */
import { basename, extname } from 'node:path'
import type { Document } from 'yaml'
import { ConfigError } from '../core/errors.ts'
import { describeJsonFault } from '../util/json/json-fault.ts'
import { repeatedKeys } from '../util/json/repeated-keys.ts'
import { describeDeepKey, findDeepYaml, hasPrototypeName, isNestedDeeper } from '../util/json/nesting.ts'

type Parser = (path: string, text: string) => Promise<unknown>

/** The parser for a path by its extension. Throws a `ConfigError` if the file is not JSON or YAML. */
export function parserFor(path: string): Parser {
  const parser = PARSERS[extname(path)]
  if (parser) return parser
  const problem = `${path}: settings files must be JSON or YAML, not ${extname(path)}`
  throw new ConfigError(problem, 'convert it to JSON or YAML')
}

const parseJsonFile: Parser = async (path, text) => {
  // In the bundled program, this CommonJS package has only a default export.
  const { defaultLoaders } = (await import('cosmiconfig')).default
  const fault = describeJsonFault(text)
  if (fault !== undefined) throw unreadable(path, fault.replace(/, found (?!"[{}[\],:]"$).*$/s, ''))
  // A repeated key of a package.json is the business of npm, which accepts it.
  const [repeated] = basename(path) === 'package.json' ? [] : repeatedKeys(text)
  if (repeated) {
    const line = text.slice(0, repeated.at).split('\n').length
    throw new ConfigError(`${path}: line ${line}: a key occurs twice in one object`, 'keep one of its values')
  }
  return refuseUnusable(path, defaultLoaders['.json'](path, text))
}

const parseYamlFile: Parser = async (path, text) => {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: yaml } = await import('yaml')
  const lineCounter = new yaml.LineCounter()
  const deep = findDeepYaml(text, (source) => new yaml.Lexer().lex(source))
  if (deep) {
    const line = text.slice(0, deep.offset).split('\n').length
    throw unreadable(path, `line ${line}: ${describeDeepKey()}`)
  }
  const document = yaml.parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    merge: true,
    stringKeys: true,
  })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) {
    const { line, col } = lineCounter.linePos(fault.pos[0])
    const problem =
      fault.code === 'MULTIPLE_DOCS' ? 'a second document begins here' : withoutQuotes(fault.message)
    throw unreadable(path, `line ${line}, column ${col}: ${problem}`)
  }
  return refuseUnusable(path, valueOf(document, path))
}

function valueOf(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS()
  } catch {
    throw unreadable(path, 'an alias refers to nothing, or there are too many of them')
  }
}

function refuseUnusable(path: string, content: unknown): unknown {
  if (isNestedDeeper(content)) throw unreadable(path, describeDeepKey())
  if (hasPrototypeName(content)) throw unreadable(path, 'no setting can be called "__proto__"')
  return content
}

/** The parser's messages quote the text after a colon, in quotation marks, as a tag, and at their end. */
const withoutQuotes = (message: string): string =>
  message
    .replace(/(?<=\S): .*$/s, '')
    .replace(/ (?:used for |version |[\\%]).*$/s, '')
    .replaceAll(/ !\S*/g, '')
    .replace(/ ?(["'`]).*\1/s, '')

/** `.sifakarc` may contain JSON or YAML, since YAML is a superset of JSON. */
const PARSERS: Readonly<Record<string, Parser | undefined>> = {
  '.json': parseJsonFile,
  '.yaml': parseYamlFile,
  '.yml': parseYamlFile,
  '': parseYamlFile,
}

const unreadable = (path: string, fault: string): ConfigError =>
  new ConfigError(`${path}: ${fault}`, 'settings files are JSON or YAML')
