/**
 * Finds keywords and formats of a schema that are probably misspelled: if they were ignored, every value would pass.
 */
import { pointerTo } from '../../../util/json/places.ts'
import { findSimilar } from '../../../util/lookup.ts'
import { KEYWORDS, subschemasOf, type SchemaDraft } from './keywords.ts'
import { isJsonObject } from '../../../util/json/object.ts'
import { wordSet } from '../../../util/text/word-set.ts'

/** A keyword that is this short resembles ordinary words: "note" is not a misspelled "not". */
const MIN_LETTERS = 4
const LONG_KEYWORDS = KEYWORDS.filter((keyword) => keyword.length >= MIN_LETTERS)

/**
 * Annotations of OpenAPI, code generators and form generators that resemble a keyword. Those that resemble none need no
 * entry.
 */
const ANNOTATIONS = wordSet(
  'comment comments contentType cost deepProperties enumNames form multiple property uniqueItemProperties',
)

/**
 * The first unknown keyword that resembles a keyword, as `unknown keyword: "minimun"; did you mean "minimum"?`. Other
 * unknown keywords are annotations, which JSON Schema ignores.
 */
export function findMisspelledKeyword(schema: unknown, draft: SchemaDraft, at = ''): string | undefined {
  if (!isJsonObject(schema)) return undefined
  for (const keyword of Object.keys(schema)) {
    const meant = KEYWORDS.includes(keyword) ? undefined : keywordLike(keyword)
    if (meant === undefined) continue
    return `unknown keyword: "${keyword}"${at && ` at ${at}`}; did you mean "${meant}"?`
  }
  for (const [keys, subschema] of subschemasOf(schema, draft)) {
    const path = at + keys.map(pointerTo).join('')
    const found = findMisspelledKeyword(subschema, draft, path)
    if (found !== undefined) return found
  }
  return undefined
}

function keywordLike(name: string): string | undefined {
  if (name.startsWith('x-') || ANNOTATIONS.has(name)) return undefined
  const lower = name.toLowerCase()
  return (
    KEYWORDS.find((keyword) => keyword.toLowerCase() === lower) ??
    LONG_KEYWORDS.find((keyword) => sortLetters(keyword.toLowerCase()) === sortLetters(lower)) ??
    findSimilar(name, LONG_KEYWORDS)
  )
}

/** Equal for words of the same letters in another order, such as "tyep". */
const sortLetters = (word: string): string => [...word].toSorted().join('')
