import { expect, it } from 'vitest'
import { diffIterations, diffLines, loadDiffWords } from '../../../src/report/thoughts/diff.ts'
import { thoughtLines } from '../../../src/report/thoughts/list.ts'
import { overview } from '../../../src/report/thoughts/overview.ts'
import { cpuMsOf } from '../../helpers/linear-time.ts'
import { chainOf, thought } from '../../storage/thoughts.ts'

const diffWords = await loadDiffWords()

it('the overview has the keys of the inspector, and the totals', () => {
  const failing = thought({ drafts: ['one', 'two 雨'], failedValidators: ['length', 'content'] })
  expect(overview(failing)).toEqual({
    id: 'abcd',
    prompt: 'Write.',
    current_iteration: 2,
    max_iterations: 3,
    final_text_length: 5,
    total_generations: 2,
    total_validations: 4,
    total_critiques: 0,
    total_tool_calls: 0,
    techniques_applied: [],
    is_finalized: true,
    validation_passed: true,
    critics_applied: [],
    validators_used: ['length', 'content'],
    total_iterations: 2,
    total_model_calls: 2,
    total_processing_time_ms: 9.5,
    total_tokens: 30,
    validation_success_rate: 0.5,
  })
})

it('the list leaves columns out where they leave no room for the prompt', () => {
  const entries = chainOf([thought({ id: 'a80504d99e22f110', startedAt: '2026-11-29T21:27:27.537Z' })])
  const prompt = 'Write.'
  expect(thoughtLines(entries)).toEqual([
    `a80504d99e22f110  2026-11-29 21:27:27 UTC  accepted  1 iteration  10 ms  sim:writer  ${prompt}`,
  ])
  expect(thoughtLines(entries, 80)).toEqual([`a80504d9  2026-11-29  accepted  ${prompt}`])
  expect(thoughtLines(entries, 40)).toEqual([`a80504d9  ${prompt}`])
})

it('a thought without a draft has neither passed nor a final text', () => {
  const failed = { ...thought({ drafts: [] }), bestIteration: null, text: '' }
  expect(overview(failed)).toMatchObject({
    is_finalized: false,
    validation_passed: false,
    validation_success_rate: null,
  })
})

it('a difference shows the words that changed, and what they fixed and broke', async () => {
  const { iterations, ...rest } = thought({
    drafts: ['The old grey cat sat.', 'The young cat sat down.'],
    failedValidators: ['length'],
  })
  const [first, second] = iterations
  const objection = {
    validator: 'tone',
    passed: false,
    score: 0,
    measured: null,
    bound: null,
    message: 'rude',
  }
  const changed = {
    ...rest,
    iterations: [
      first!,
      { ...second!, validations: [...second!.validations, { ...objection, durationMs: 1 }] },
    ],
  }
  const [diff, ...others] = diffIterations(changed, diffWords)
  expect(others).toEqual([])
  expect(diff).toMatchObject({ from: 1, to: 2, fixed: ['length'], broke: ['tone'], unchanged: [] })
  expect(diffLines(diff!).at(-1)).toBe('    The [-old grey -]{+young +}cat sat{+ down+}.')
  // The two texts can be restored from the changes.
  const restore = (without: string) =>
    diff?.changes.flatMap(({ kind, text }) => (kind === without ? [] : [text])).join('')
  expect(restore('added')).toBe('The old grey cat sat.')
  expect(restore('removed')).toBe('The young cat sat down.')
})

it('a validator that gave no answer has fixed nothing', async () => {
  const { iterations, ...rest } = thought({ drafts: ['a', 'b'], failedValidators: ['length'] })
  const silent = { ...rest, iterations: [iterations[0]!, { ...iterations[1]!, validations: [] }] }
  expect(diffIterations(silent, diffWords)).toMatchObject([{ fixed: [], broke: [] }])
})

it('long rewrites are compared quickly', async () => {
  const words = (seed: number) =>
    Array.from({ length: 20_000 }, (_, index) => `w${(index * seed) % 9973}`).join(' ')
  const rewritten = thought({ drafts: [words(7), words(13)] })
  const tookMs = await cpuMsOf(() => {
    const [diff] = diffIterations(rewritten, diffWords)
    expect(diff?.changes.length).toBeGreaterThan(0)
  })
  expect(tookMs).toBeLessThan(10_000)
})
