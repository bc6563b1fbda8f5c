import type { RuleKind } from '../rule.ts'
import { capitalization } from './capitalization.ts'
import { conditional } from './conditional.ts'
import { consistency } from './consistency.ts'
import { existence } from './existence.ts'
import { metric } from './metric.ts'
import { occurrence } from './occurrence.ts'
import { repetitionKind } from './repetition.ts'
import { sequence } from './sequence.ts'
import { spellingKind } from './spelling.ts'
import { substitution } from './substitution.ts'

/** To add a kind of rule, add its file and a line here. */
export const ruleKinds: readonly RuleKind[] = [
  capitalization,
  conditional,
  consistency,
  existence,
  metric,
  occurrence,
  repetitionKind,
  sequence,
  spellingKind,
  substitution,
]
