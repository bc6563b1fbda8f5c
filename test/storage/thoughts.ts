/** Thoughts and chains of entries for tests. */
import type { StoredThought } from '../../src/core/backends/store.ts'
import type { Prompt, Thought, Timed } from '../../src/core/types.ts'
import { noUsage } from '../../src/core/usage.ts'
import { toEntry, type EntryOptions } from '../../src/storage/chain.ts'
import { answer, validation } from '../helpers/scripted.ts'

interface Given extends Partial<Pick<Thought, 'id' | 'startedAt' | 'outcome' | 'error'>> {
  readonly prompt?: Prompt
  readonly drafts?: readonly string[]
  /** They fail the first draft. */
  readonly failedValidators?: readonly string[]
}

export function thought({
  prompt,
  drafts = ['A draft.'],
  failedValidators = [],
  ...given
}: Given = {}): Timed<Thought> {
  const iterations = drafts.map((text, index) => ({
    index: index + 1,
    generation: {
      ...answer({ text }),
      messages: [{ role: 'user', content: 'Write.' } as const],
      durationMs: 2,
    },
    validations: failedValidators.map((validator) => ({
      ...validation({ validator, passed: index > 0, score: Number(index > 0) }),
      durationMs: 1,
    })),
    critiques: [],
    failures: [],
    durationMs: 4,
  }))
  return {
    id: 'abcd',
    prompt: prompt ?? { id: 'p1', index: 0, text: 'Write.' },
    text: drafts.at(-1) ?? '',
    outcome: 'accepted',
    stopReason: 'accepted',
    maxIterations: 3,
    iterations,
    bestIteration: drafts.length,
    usage: { ...noUsage, calls: drafts.length, inputTokens: 10, outputTokens: 20 },
    startedAt: '2026-03-01T00:00:00.000Z',
    error: null,
    durationMs: 9.5,
    ...given,
  }
}

let writers = 0

/** The entries of one writer. */
export function chainOf(
  thoughts: readonly Timed<Thought>[],
  options: Partial<EntryOptions> = {},
): StoredThought[] {
  const writer = `w${process.pid}x${++writers}`
  const chain: StoredThought[] = []
  for (const each of thoughts) {
    const last = chain.at(-1)
    const place = { writer, sequence: chain.length + 1, previousHash: last?.hash ?? '' }
    chain.push(toEntry(each, { run: 'run', model: 'sim:writer', withContent: true, ...options, ...place }))
  }
  return chain
}
