/** Whether any text can meet the rules of a row: found before anything is sent. */
import type { Env } from '../config/env.ts'
import type { Settings } from '../config/schema.ts'
import { contradiction } from '../core/constraints/contradictions.ts'
import { UsageError } from '../core/errors.ts'
import type { Prompt } from '../core/types.ts'
import { wireChecks, type Checks } from './create-engine.ts'

export interface Feasibility {
  /** Throws a `UsageError` that names the row and both rules. */
  readonly check: (prompt: Prompt) => Promise<void>
  close(): Promise<void>
}

/** Rows without rules of their own are as feasible as the settings, which are checked with them. */
export function feasibility(input: string, settings: Settings, env: Env): Feasibility {
  let opened: Promise<Checks> | undefined
  return {
    async check({ id, index, validators }) {
      if (!validators || validators.length === 0) return
      const checks = await (opened ??= wireChecks(settings, env))
      const own = await checks.makeForeign(validators)
      const clash = contradiction([...checks.validators, ...own])
      if (clash === undefined) return
      const name = input === '-' ? 'standard input' : input
      throw new UsageError(
        `${name}: row ${index + 1} (${id}): ${clash}`,
        'no text can pass both; change one of them',
      )
    },
    close: async () => (await opened)?.close(),
  }
}
