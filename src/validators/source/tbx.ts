/** Reads TermBase eXchange, the format in which terminology systems exchange glossaries (ISO 30042, old and new). */
import { glossaryError, type GlossaryEntry, type GlossaryLanguages } from './glossary-entry.ts'

interface TbxTerm {
  readonly language: string
  text: string
  /** Such as `preferredTerm-admn-sts` or `deprecatedTerm-admn-sts`. */
  status: string
}

const CONCEPT = /^(?:termEntry|conceptEntry)$/
const LANGUAGE = /^(?:langSet|langSec)$/
const REJECTED = /^(?:deprecated|superseded)/i

/** Each concept becomes an entry. With more than two languages, both must be given. */
export async function readTbx(xml: string, languages: GlossaryLanguages): Promise<GlossaryEntry[]> {
  const concepts = await readConcepts(xml)
  const found = [...new Set(concepts.flat().map(({ language }) => language))]
  const [source = found[0], target = found.find((each) => each !== source) ?? source] = [
    pick(found, languages.sourceLanguage),
    pick(found, languages.targetLanguage),
  ]
  if (found.length > 2 && !(languages.sourceLanguage && languages.targetLanguage)) {
    throw glossaryError(
      `has ${found.length} languages`,
      `set sourceLanguage and targetLanguage: ${found.join(', ')}`,
    )
  }
  return concepts.flatMap((terms): GlossaryEntry[] => {
    const inLanguage = (language: string | undefined, isRejected: boolean) =>
      terms
        .filter((term) => term.language === language && REJECTED.test(term.status) === isRejected)
        .toSorted((one, other) => rankOf(one) - rankOf(other))
        .map(({ text }) => text.trim())
    const required = inLanguage(target, false)
    const forbidden = inLanguage(target, true)
    const sourceTerms = source === target ? [] : [...inLanguage(source, false), ...inLanguage(source, true)]
    // In a glossary of one language, a term is required only where a rejected one would be used.
    const entry = { source: sourceTerms, forms: [], forbidden, preferred: required[0], caseSensitive: false }
    const isUseful = forbidden.length > 0 || (sourceTerms.length > 0 && required.length > 0)
    return isUseful ? [{ ...entry, required: sourceTerms.length > 0 ? required : [] }] : []
  })
}

const rankOf = ({ status }: TbxTerm): number => (/^preferred/i.test(status) ? 0 : 1)

/** `de` also picks `de-DE`. */
function pick(found: readonly string[], wanted: string | undefined): string | undefined {
  if (wanted === undefined) return undefined
  const language =
    found.find((each) => each === wanted) ?? found.find((each) => each.startsWith(`${wanted}-`))
  if (language === undefined)
    throw glossaryError(`has no terms in "${wanted}"`, `languages: ${found.join(', ')}`)
  return language
}

async function readConcepts(xml: string): Promise<TbxTerm[][]> {
  const { SaxesParser } = await import('saxes')
  const concepts: TbxTerm[][] = []
  let language = ''
  let term: TbxTerm | undefined
  let text: ((piece: string) => void) | undefined
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw glossaryError(`is not valid XML: ${error.message}`)
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (CONCEPT.test(name)) concepts.push([])
    if (LANGUAGE.test(name)) language = attributes['xml:lang'] ?? ''
    if (name === 'term') {
      const opened = { language, text: '', status: '' }
      concepts.at(-1)?.push(opened)
      term = opened
      text = (piece) => void (opened.text += piece)
    }
    const opened = term
    if (name === 'termNote' && opened && attributes['type'] === 'administrativeStatus') {
      text = (piece) => void (opened.status += piece)
    }
  })
  parser.on('text', (piece) => text?.(piece))
  parser.on('closetag', () => void (text = undefined))
  parser.write(xml).close()
  return concepts
}
