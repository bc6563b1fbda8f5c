import type * as z from 'zod'
import type { Definition, Validator } from '../core/ports.ts'
import { all } from './all.ts'
import { any } from './any.ts'
import { classifier } from './classifier.ts'
import { coherence } from './coherence.ts'
import { command } from './command.ts'
import { content } from './content.ts'
import { emotion } from './emotion.ts'
import { intent } from './intent.ts'
import { json } from './json.ts'
import { judge } from './judge.ts'
import { length } from './length.ts'
import { markdown } from './markdown.ts'
import type { ValidatorNeeds } from './needs.ts'
import { not } from './not.ts'
import { pattern } from './pattern.ts'
import { readability } from './readability.ts'
import { sentiment } from './sentiment.ts'
import { similarity } from './similarity.ts'
import { spam } from './spam.ts'
import { toxicity } from './toxicity.ts'
import { weighted } from './weighted.ts'

/** Every validator there is; to add one is to add a file and its line here. */
export const validators: readonly Definition<Validator, ValidatorNeeds, z.ZodObject>[] = [
  length,
  content,
  pattern,
  json,
  markdown,
  readability,
  coherence,
  similarity,
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
]
