import type * as z from 'zod'
import type { Definition, Validator } from '../core/ports.ts'
import { all } from './composite/all.ts'
import { any } from './composite/any.ts'
import { letterCase } from './text/case.ts'
import { classifier } from './classifiers/classifier.ts'
import { coherence } from './language/coherence.ts'
import { command } from './external/command.ts'
import { content } from './text/content.ts'
import { emotion } from './classifiers/emotion.ts'
import { endsWith } from './text/ends-with.ts'
import { format } from './format/format.ts'
import { frequency } from './text/frequency.ts'
import { grammar } from './language/grammar.ts'
import { instructions } from './ifeval/index.ts'
import { intent } from './classifiers/intent.ts'
import { json } from './format/json.ts'
import { judge } from './external/judge.ts'
import { language } from './language/language.ts'
import { length } from './text/length.ts'
import { markdown } from './format/markdown.ts'
import type { ValidatorNeeds } from './shared/needs.ts'
import { not } from './composite/not.ts'
import { numeric } from './text/numeric.ts'
import { oneOf } from './text/one-of.ts'
import { pattern } from './text/pattern.ts'
import { personalData } from './safety/personal-data.ts'
import { punctuation } from './text/punctuation.ts'
import { readability } from './language/readability.ts'
import { repeatsPrompt } from './text/repeats-prompt.ts'
import { secrets } from './safety/secrets.ts'
import { sentiment } from './classifiers/sentiment.ts'
import { similarity } from './text/similarity.ts'
import { spam } from './classifiers/spam.ts'
import { spelling } from './language/spelling.ts'
import { startsWith } from './text/starts-with.ts'
import { structure } from './text/structure.ts'
import { toxicity } from './classifiers/toxicity.ts'
import { weighted } from './composite/weighted.ts'
import { wrappedIn } from './text/wrapped-in.ts'

/** Every validator there is; to add one is to add a file and its line here. */
export const validators: readonly Definition<Validator, ValidatorNeeds, z.ZodObject>[] = [
  length,
  content,
  frequency,
  pattern,
  structure,
  format,
  json,
  markdown,
  letterCase,
  punctuation,
  startsWith,
  endsWith,
  wrappedIn,
  repeatsPrompt,
  oneOf,
  numeric,
  readability,
  coherence,
  similarity,
  language,
  spelling,
  grammar,
  secrets,
  personalData,
  sentiment,
  toxicity,
  spam,
  emotion,
  intent,
  classifier,
  all,
  any,
  not,
  weighted,
  command,
  judge,
  ...instructions,
]
