import { counts } from './counts.ts'
import { forms } from './forms.ts'
import { languages } from './languages.ts'
import { wordings } from './wordings.ts'

/** The twenty-five instruction types of IFEval. */
export const instructions = [...counts, ...wordings, ...forms, ...languages]
