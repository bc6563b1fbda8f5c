import type { CriticDefinition } from '../core/definitions.ts'
import { agent4debate } from './agent4debate.ts'
import { constitutional } from './constitutional.ts'
import { metaRewarding } from './meta-rewarding.ts'
import { nCritics } from './n-critics.ts'
import { promptCritic } from './prompt.ts'
import { reflexion } from './reflexion.ts'
import { selfConsistency } from './self-consistency.ts'
import { selfRag } from './self-rag.ts'
import { selfRefine } from './self-refine.ts'
import { selfTaughtEvaluator } from './self-taught-evaluator.ts'
import { style } from './style.ts'

/** To add a critic, add its file and a line here; the key is its name. */
export const criticsByName = {
  reflexion,
  constitutional,
  'self-refine': selfRefine,
  'self-consistency': selfConsistency,
  'n-critics': nCritics,
  'meta-rewarding': metaRewarding,
  'self-taught-evaluator': selfTaughtEvaluator,
  agent4debate,
  'self-rag': selfRag,
  style,
  prompt: promptCritic,
} as const

export const critics: readonly CriticDefinition[] = Object.values(criticsByName)
