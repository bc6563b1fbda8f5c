import { counts } from './counts.ts'
import { forms } from './forms.ts'
import type { Instruction } from './instruction.ts'
import { languages } from './languages.ts'
import { wordings } from './wordings.ts'

/** IFEval's twenty-five instruction types. */
export const instructions: readonly Instruction[] = [...counts, ...wordings, ...forms, ...languages]
