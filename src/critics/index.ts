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

/** All critics. To add a critic, write its file and add it to this list. */
export const critics: readonly CriticDefinition[] = [
  reflexion,
  constitutional,
  selfRefine,
  selfConsistency,
  nCritics,
  metaRewarding,
  selfTaughtEvaluator,
  agent4debate,
  selfRag,
  style,
  promptCritic,
]
