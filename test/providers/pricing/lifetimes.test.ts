import { expect, it } from 'vitest'
import { lifetimeWarning } from '../../../src/providers/pricing/lifetimes.ts'

const on = (date: string) => new Date(`${date}T12:00:00Z`)

it.each<[string, string, string | undefined]>([
  [
    'openai:gpt-4o-mini',
    '2026-11-28',
    'openai:gpt-4o-mini will be shut down on 2027-01-14; use openai:gpt-6-luna',
  ],
  [
    'openai:gpt-4o-mini-2024-07-18',
    '2026-11-28',
    'openai:gpt-4o-mini-2024-07-18 will be shut down on 2027-01-14; use openai:gpt-6-luna',
  ],
  [
    'openai:gpt-4o-mini',
    '2026-11-15',
    'openai:gpt-4o-mini will be shut down on 2027-01-14; use openai:gpt-6-luna',
  ],
  ['openai:gpt-4o-mini', '2026-11-14', undefined],
  [
    'openai:gpt-4o-mini',
    '2027-01-13',
    'openai:gpt-4o-mini will be shut down on 2027-01-14; use openai:gpt-6-luna',
  ],
  [
    'openai:gpt-4o-mini',
    '2027-01-14',
    'openai:gpt-4o-mini was shut down on 2027-01-14; use openai:gpt-6-luna',
  ],
  [
    'groq:llama-3.1-8b-instant',
    '2026-11-28',
    'groq:llama-3.1-8b-instant was shut down on 2026-08-16; use groq:openai/gpt-oss-20b',
  ],
  ['openai:gpt-6-luna', '2026-11-28', undefined],
  ['openai:unknown', '2026-11-28', undefined],
  ['my-azure:gpt-4o-mini', '2026-11-28', undefined],
  ['constructor:name', '2026-11-28', undefined],
])('the lifetime of %s on %s', (model, date, warning) => {
  expect(lifetimeWarning(model, on(date))).toBe(warning)
})

it('the date that the provider reports takes precedence over the list', () => {
  expect(lifetimeWarning('openai:gpt-6-luna', on('2026-11-28'), '2026-12-24')).toBe(
    'openai:gpt-6-luna will be shut down on 2026-12-24',
  )
  expect(lifetimeWarning('openai:gpt-4o-mini', on('2026-11-28'), '2028-01-14')).toBeUndefined()
})
