import type * as z from 'zod'
import type { Definition, Validator } from '../core/ports.ts'
import { letterCase } from './case.ts'
import { content } from './content.ts'
import { endsWith } from './ends-with.ts'
import { frequency } from './frequency.ts'
import { instructions } from './ifeval/index.ts'
import { json } from './json.ts'
import { language } from './language.ts'
import { length } from './length.ts'
import { markdown } from './markdown.ts'
import type { ValidatorNeeds } from './needs.ts'
import { oneOf } from './one-of.ts'
import { pattern } from './pattern.ts'
import { punctuation } from './punctuation.ts'
import { repeatsPrompt } from './repeats-prompt.ts'
import { startsWith } from './starts-with.ts'
import { structure } from './structure.ts'
import { wrappedIn } from './wrapped-in.ts'

/** Every validator there is; to add one is to add a file and its line here. */
export const validators: readonly Definition<Validator, ValidatorNeeds, z.ZodObject>[] = [
  length,
  content,
  pattern,
  json,
  markdown,
  frequency,
  structure,
  letterCase,
  punctuation,
  startsWith,
  endsWith,
  wrappedIn,
  repeatsPrompt,
  oneOf,
  language,
  ...instructions,
]
