/** The tests of the keyword `format`. */
import { domainToASCII } from 'node:url'
import { findSimilar } from '../../../util/lookup.ts'

type FormatTest = (value: unknown) => boolean

/** Returns the test of a format; undefined if it is not checked. Throws an error if the name is probably misspelled. */
export type FindFormat = (name: string) => FormatTest | undefined

/** Formats of numbers; values of other types pass. */
const NUMBER_FORMATS: ReadonlyMap<string, FormatTest> = new Map<string, FormatTest>([
  ['int32', (value) => typeof value !== 'number' || (value | 0) === value],
  ['int64', (value) => typeof value !== 'number' || Number.isInteger(value)],
  ['float', () => true],
  ['double', () => true],
])

/** Non-ASCII characters in an address may be written as they are. */
const toAscii = (text: string, replace: (character: string) => string): string =>
  text.replace(/[^\p{ASCII}]/gu, replace)

export async function loadFormats(): Promise<FindFormat> {
  // In the bundled program, this CommonJS package has only a default export.
  const { fullFormats } = (await import('ajv-formats/dist/formats.js')).default
  const tests = new Map<string, (text: string) => boolean>()
  for (const [name, format] of Object.entries(fullFormats)) {
    const test: unknown = typeof format === 'object' && 'validate' in format ? format.validate : format
    if (NUMBER_FORMATS.has(name)) continue
    if (test instanceof RegExp) tests.set(name, (text) => test.test(text))
    else if (typeof test === 'function') tests.set(name, (text) => Boolean(test(text)))
    else tests.set(name, () => true)
  }
  const test = (name: string, text: string): boolean => tests.get(name)?.(text) === true
  tests.set('iri', (text) => test('uri', toAscii(text, encode)))
  tests.set('iri-reference', (text) => test('uri-reference', toAscii(text, encode)))
  tests.set('idn-email', (text) =>
    test(
      'email',
      toAscii(text, () => 'x'),
    ),
  )
  tests.set('idn-hostname', (text) => test('hostname', domainToASCII(text)))
  const names = [...tests.keys(), ...NUMBER_FORMATS.keys()]
  return (name) => {
    const ofNumber = NUMBER_FORMATS.get(name)
    if (ofNumber) return ofNumber
    // Generators write "uuid4" and "guid".
    const ofText = tests.get(/^(?:uuid[1-8]|guid)$/.test(name) ? 'uuid' : name)
    if (ofText) return (value) => typeof value !== 'string' || ofText(value)
    const meant = findSimilar(name, names)
    if (meant !== undefined) throw new Error(`unknown format "${name}"; did you mean "${meant}"?`)
    return undefined
  }
}

const encode = (character: string): string => encodeURIComponent(character.toWellFormed())
