import * as z from 'zod'
import { findOccurrences } from '../../core/constraints/terms.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { findSimilar } from '../../util/lookup.ts'
import { truncate } from '../../util/truncate.ts'
import { nonBlankString } from '../shared/fixed-text.ts'
import { position } from '../shared/position.ts'
import { createTextValidator, faultCheck, type Fault } from '../shared/text-validator.ts'
import { compareFragments, type FragmentDifferences } from './compare-fragments.ts'
import { findFragments, FRAGMENT_KINDS, type Fragment, type FragmentKind } from './fragments.ts'
import { compareIcuMessages, isIcuMessage } from './icu-message.ts'
import { compareMarkup } from './markup.ts'
import { sourceOptions, sourceText } from './source-text.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'
import { wordSet } from '../../util/text/word-set.ts'

const KINDS = [...FRAGMENT_KINDS, 'markup'] as const

const PLURALS: Readonly<Record<(typeof KINDS)[number], string>> = {
  placeholder: 'placeholders',
  tag: 'tags',
  url: 'addresses',
  code: 'code',
  number: 'numbers',
  markup: 'Markdown elements',
}

const options = lazyStrictObject(() => ({
  kinds: z
    .array(z.enum(KINDS))
    .min(1)
    .default([...KINDS])
    .describe('what the text keeps'),
  terms: z
    .array(nonBlankString)
    .max(1000)
    .default([])
    .describe('names that the text contains as often as the source, in the same spelling'),
  order: z.boolean().default(false).describe('whether the order must be the same, too'),
  ...sourceOptions,
}))

export const preserves: ValidatorDefinition<typeof options> = {
  name: 'preserves',
  summary: 'The text keeps the placeholders, tags, addresses, code and numbers of its source',
  options,
  create({ kinds: chosen, terms, order, source: fixed, from }) {
    const kinds = new Set(chosen.filter((kind): kind is FragmentKind => kind !== 'markup'))
    const checksMarkup = chosen.includes('markup')
    const names = [...chosen.map((kind) => PLURALS[kind]), ...terms.map((term) => `"${term}"`)]
    const bound = `${names.join(', ')} as in the source`
    return createTextValidator({
      name: 'preserves',
      tier: 'local',
      readsPrompt: fixed === undefined,
      requirement: `keeps ${bound}`,
      bound,
      duty: '',
      async check(text, draft) {
        const source = fixed ?? sourceText(draft, [from])
        const faults = [
          ...((isIcuMessage(source) ? await compareIcuMessages(source, text, kinds) : undefined) ?? [
            ...compareParts(source, text, kinds, order),
            ...(checksMarkup ? await compareMarkup(source, text) : []),
          ]),
          ...terms.flatMap((term) => compareTerm(term, source, text)),
        ]
        // A missing fragment has no place in the text.
        const describe = ({ at, message }: Fault) =>
          at === 0 ? message : `${message} at ${position(text, at)}`
        return { ...faultCheck(faults, bound, describe), faults }
      },
    })
  },
}

/** Some languages need such spaces, for example French before a colon. */
const SPACE_ENTITY = /&(?:nbsp|#160|#xa0|#8239|#x202f);/i

function compareParts(
  source: string,
  text: string,
  kinds: ReadonlySet<FragmentKind>,
  order: boolean,
): Fault[] {
  const written = [...findFragments(source, kinds)]
  const hasSpaces = SPACE_ENTITY.test(source)
  const found = [...findFragments(text, kinds)].filter(
    (fragment) => hasSpaces || fragment.kind !== 'tag' || !SPACE_ENTITY.test(fragment.text),
  )
  const differences = compareFragments(written, found)
  const { misplaced } = differences
  return [
    ...faultsOf(differences),
    ...(order && misplaced
      ? [{ ...placeOf(misplaced), message: `${quote(misplaced)} is not in the order of the source` }]
      : []),
    ...(kinds.has('tag') ? nestingFaults(written, source, text, kinds) : []),
  ]
}

/** A fragment of the text that resembles a missing one is a misspelling of it. */
function faultsOf({ missing, added }: FragmentDifferences): Fault[] {
  const left = [...missing]
  const faults: Fault[] = []
  for (const fragment of added) {
    const original = left.length > MAX_COMPARED ? undefined : findOriginal(fragment, left)
    if (original) {
      left.splice(left.indexOf(original), 1)
      const message = `${quote(fragment)} instead of ${quote(original)}`
      // Each language writes numbers in its own way.
      const replacement = fragment.kind === 'number' ? undefined : original.text
      faults.push({ ...placeOf(fragment), message, replacement })
    } else if (fragment.kind !== 'number') {
      // A number that the source spells in words is not a fault.
      faults.push({ ...placeOf(fragment), message: `${quote(fragment)} is not in the source` })
    }
  }
  return [...faults, ...left.map((fragment) => ({ at: 0, message: `${quote(fragment)} is missing` }))]
}

/** With more missing fragments, misspellings are not looked for, since that takes quadratic time. */
const MAX_COMPARED = 100

/** The missing fragment that this one stands for: a similar one, or the only number. */
function findOriginal({ kind, text }: Fragment, missing: readonly Fragment[]): Fragment | undefined {
  const candidates = missing.filter((each) => each.kind === kind)
  if (kind === 'number' && candidates.length === 1) return candidates[0]
  const similar = findSimilar(
    text,
    candidates.map((each) => each.text),
  )
  return candidates.find((each) => each.text === similar)
}

const placeOf = ({ at, text }: Fragment) => ({ at, end: at + text.length })
const quote = ({ text }: Fragment): string => truncate(text.replace(/\s+/g, ' '), 80)

/** If the elements of the source are nested correctly, so must be those of the text. */
function nestingFaults(
  written: readonly Fragment[],
  source: string,
  text: string,
  kinds: ReadonlySet<FragmentKind>,
): Fault[] {
  if (source === text || misnested(written) !== undefined) return []
  const fault = misnested([...findFragments(text, kinds)])
  return fault
    ? [{ ...placeOf(fault), message: `${quote(fault)} closes an element that is not open here` }]
    : []
}

/** The first closing tag that does not belong to the element that was opened last. */
function misnested(fragments: readonly Fragment[]): Fragment | undefined {
  const open: string[] = []
  for (const fragment of fragments) {
    const [, slash, name, end] = /^<(\/?)([A-Za-z][\w:.-]*|\d+)[^]*?(\/?)>$/.exec(fragment.text) ?? []
    if (fragment.kind !== 'tag' || name === undefined || end === '/' || VOID.has(name.toLowerCase())) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return fragment
  }
  return undefined
}

/** HTML's elements without an end tag. */
const VOID = wordSet('area base br col embed hr img input link meta source track wbr')

function compareTerm(term: string, source: string, text: string): Fault[] {
  const [want, have] = [source, text].map((each) => [...findOccurrences(each, term, true)].length)
  return want === have ? [] : [{ at: 0, message: `"${term}": ${have}, and ${want} in the source` }]
}
