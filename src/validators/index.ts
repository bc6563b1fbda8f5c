import type * as z from 'zod'
import type { Definition, Validator } from '../core/ports.ts'
import { all } from './all.ts'
import { any } from './any.ts'
import { letterCase } from './case.ts'
import { classifier } from './classifier.ts'
import { coherence } from './coherence.ts'
import { command } from './command.ts'
import { content } from './content.ts'
import { emotion } from './emotion.ts'
import { endsWith } from './ends-with.ts'
import { format } from './format.ts'
import { frequency } from './frequency.ts'
import { grammar } from './grammar.ts'
import { instructions } from './ifeval/index.ts'
import { intent } from './intent.ts'
import { json } from './json.ts'
import { judge } from './judge.ts'
import { language } from './language.ts'
import { length } from './length.ts'
import { markdown } from './markdown.ts'
import type { ValidatorNeeds } from './needs.ts'
import { not } from './not.ts'
import { numeric } from './numeric.ts'
import { oneOf } from './one-of.ts'
import { pattern } from './pattern.ts'
import { personalData } from './personal-data.ts'
import { punctuation } from './punctuation.ts'
import { readability } from './readability.ts'
import { repeatsPrompt } from './repeats-prompt.ts'
import { secrets } from './secrets.ts'
import { sentiment } from './sentiment.ts'
import { similarity } from './similarity.ts'
import { spam } from './spam.ts'
import { spelling } from './spelling.ts'
import { startsWith } from './starts-with.ts'
import { structure } from './structure.ts'
import { toxicity } from './toxicity.ts'
import { weighted } from './weighted.ts'
import { wrappedIn } from './wrapped-in.ts'

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
