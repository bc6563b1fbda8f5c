import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import type { Draft } from '../../core/ports.ts'
import { parseDeepJson } from '../../util/json.ts'
import { isJsonObject } from '../../util/json/object.ts'
import { truncate } from '../../util/truncate.ts'
import { createTextValidator, placedFaultCheck, type Fault } from '../shared/text-validator.ts'
import { CLAIM_KINDS, type FoundClaim, type ClaimKind } from './claims/claim.ts'
import { DERIVATIONS } from './claims/derive.ts'
import type { FoundClaims } from './claims/find-claims.ts'
import type { ClaimTolerance, SourceClaims } from './claims/source-claims.ts'
import { sourceOptions, sourceOrigin, sourceText } from './source-text.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

/** Loads the readers of numbers, dates and names with their tables, which other validators do not need. */
const loadReaders = async () => ({
  ...(await import('./claims/find-claims.ts')),
  ...(await import('./claims/names.ts')),
  ...(await import('./claims/record-text.ts')),
  ...(await import('./claims/source-claims.ts')),
})
type Readers = Awaited<ReturnType<typeof loadReaders>>

const NAMES: Readonly<Record<ClaimKind, string>> = {
  number: 'number',
  money: 'amount of money',
  percent: 'percentage',
  measure: 'measure',
  date: 'date',
  email: 'e-mail address',
  url: 'web address',
  name: 'name',
}

const options = lazyStrictObject(() => ({
  kinds: z
    .array(z.enum(CLAIM_KINDS))
    .min(1)
    .default(CLAIM_KINDS.filter((kind) => kind !== 'name'))
    .describe('what the source must contain; name: proper names, and words with one or two digits, too'),
  source: sourceOptions.source,
  from: z
    .array(sourceOrigin)
    .min(1)
    .optional()
    .describe(
      'where the source is, if the option source is missing: the field source of the row, its other fields (meta), the ' +
        'prompt or the draft; default: row and meta, or meta and prompt if the row has no source',
    ),
  rounding: z.boolean().default(false).describe('whether numbers may be rounded'),
  conversions: z
    .boolean()
    .default(false)
    .describe('whether measures may be in other units, such as 2.5 kg for 2500 g'),
  derived: z
    .array(z.enum(DERIVATIONS))
    .default([])
    .describe(
      'which results of two numbers of the source are allowed; sum: also of several consecutive numbers',
    ),
}))

export const grounded: ValidatorDefinition<typeof options> = {
  name: 'grounded',
  summary:
    'The numbers, dates, amounts, measures and addresses of the text occur in its source, in any spelling',
  options,
  async create({ kinds, source: fixed, from, ...tolerance }) {
    const readers = await loadReaders()
    const { findClaims, findNames, recordText } = readers
    const chosen = new Set(kinds)
    const bound = `every ${kinds.map((kind) => NAMES[kind]).join(', ')} from the source`
    const readSource = createSourceReader(tolerance, readers)
    return createTextValidator({
      name: 'grounded',
      tier: 'local',
      readsPrompt: fixed === undefined,
      requirement: `takes ${bound}`,
      bound,
      duty: '',
      check(text, draft) {
        const source = fixed ?? sourceText(withRecord(draft), from ?? originsOf(draft), recordText)
        const found = findClaims(text)
        const sourceClaims = readSource(source, found.languages)
        const faults = found.claims
          .filter((claim) => chosen.has(claim.kind) && !sourceClaims.has(claim))
          .map((claim) => faultOf(claim, text))
        if (chosen.has('number')) {
          const phones = found.phones.filter(({ digits }) => !sourceClaims.hasPhone(digits))
          const identifiers = found.codes.filter(
            ({ value, isNumber }) => isNumber && !sourceClaims.hasName(value),
          )
          faults.push(
            ...[...phones, ...identifiers].map(({ at, end }) => faultOf({ kind: 'number', at, end }, text)),
          )
        }
        if (chosen.has('name')) {
          const reported = faults.map(({ at }) => at)
          const names = [...found.codes, ...findNames(text, found)].filter(
            ({ value, at }) => !reported.includes(at) && !sourceClaims.hasName(value),
          )
          faults.push(...names.map(({ at, end }) => faultOf({ kind: 'name', at, end }, text)))
        }
        return placedFaultCheck(faults, bound, text)
      },
    })
  },
}

const faultOf = ({ kind, at, end }: Pick<FoundClaim, 'kind' | 'at' | 'end'>, text: string): Fault => ({
  at,
  end,
  rule: `grounded/${kind}`,
  message: `the source does not contain the ${NAMES[kind]} ${truncate(text.slice(at, end).trim(), 80)}`,
})

/** Drafts of one prompt share their source, so its claims are found only once. */
function createSourceReader(tolerance: ClaimTolerance, { findClaims, SourceClaims: Claims }: Readers) {
  const cached = new LRUCache<string, SourceClaims>({
    maxSize: 4_000_000,
    sizeCalculation: (_, key) => key.length + 1000,
  })
  return (source: string, languages: FoundClaims['languages']): SourceClaims => {
    const key = `${languages.join()}\n${source}`
    const known = cached.get(key)
    if (known) return known
    const claims = new Claims(source, findClaims(source, [...languages, 'en']), tolerance)
    cached.set(key, claims)
    return claims
  }
}

const originsOf = ({ prompt }: Draft) =>
  prompt.source === undefined ? (['meta', 'prompt'] as const) : (['row', 'meta'] as const)

/** A source that is the text of a JSON object is read as a record. */
function withRecord({ prompt }: Draft): Pick<Draft, 'prompt'> {
  const { source } = prompt
  const record = typeof source === 'string' && parseDeepJson(source)
  return record && 'value' in record && isJsonObject(record.value)
    ? { prompt: { ...prompt, source: record.value } }
    : { prompt }
}
