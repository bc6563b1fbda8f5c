import type { ValidatorDefinition } from '../core/definitions.ts'
import { all } from './composite/all.ts'
import { any } from './composite/any.ts'
import { letterCase } from './text/case.ts'
import { classifierValidators } from './classifiers/index.ts'
import { coherence } from './language/coherence.ts'
import { command } from './external/command.ts'
import { content } from './text/content.ts'
import { distinct } from './batch/distinct.ts'
import { format } from './format/format.ts'
import { frequency } from './text/frequency.ts'
import { grammar } from './language/grammar.ts'
import { grounded } from './source/grounded.ts'
import { instructions } from './ifeval/index.ts'
import { json } from './format/json.ts'
import { judge } from './external/judge.ts'
import { languageValidator } from './language/language.ts'
import { length } from './text/length.ts'
import { markdown } from './format/markdown.ts'
import { not } from './composite/not.ts'
import { numeric } from './text/numeric.ts'
import { oneOf } from './text/one-of.ts'
import { pattern } from './text/pattern.ts'
import { personalData } from './safety/personal-data.ts'
import { preserves } from './source/preserves.ts'
import { punctuation } from './text/punctuation.ts'
import { readabilityValidator } from './language/readability.ts'
import { repeatsPrompt } from './text/repeats-prompt.ts'
import { secrets } from './safety/secrets.ts'
import { similarity } from './text/similarity.ts'
import { spelling } from './language/spelling.ts'
import { endsWith, startsWith } from './text/edges.ts'
import { structure } from './text/structure.ts'
import { terminology } from './source/terminology.ts'
import { textlint } from './external/textlint.ts'
import { vale } from './vale/vale.ts'
import { weighted } from './composite/weighted.ts'
import { wrappedIn } from './text/wrapped-in.ts'

/** To add a validator, add its file and a line here; the key is its name. */
export const validatorsByName = {
  length,
  content,
  frequency,
  pattern,
  structure,
  format,
  json,
  markdown,
  case: letterCase,
  punctuation,
  'starts-with': startsWith,
  'ends-with': endsWith,
  'wrapped-in': wrappedIn,
  'repeats-prompt': repeatsPrompt,
  'one-of': oneOf,
  numeric,
  readability: readabilityValidator,
  coherence,
  similarity,
  distinct,
  grounded,
  preserves,
  terminology,
  vale,
  textlint,
  language: languageValidator,
  spelling,
  grammar,
  secrets,
  'personal-data': personalData,
  ...classifierValidators,
  all,
  any,
  not,
  weighted,
  command,
  judge,
} as const

export const validators: readonly ValidatorDefinition[] = [
  ...Object.values(validatorsByName),
  ...instructions,
]
