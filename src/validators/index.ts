import type * as z from 'zod'
import type { Definition, Validator } from '../core/ports.ts'
import { content } from './content.ts'
import { format } from './format.ts'
import { grammar } from './grammar.ts'
import { json } from './json.ts'
import { length } from './length.ts'
import { markdown } from './markdown.ts'
import type { ValidatorNeeds } from './needs.ts'
import { numeric } from './numeric.ts'
import { pattern } from './pattern.ts'
import { personalData } from './personal-data.ts'
import { secrets } from './secrets.ts'
import { spelling } from './spelling.ts'

/** Every validator there is; to add one is to add a file and its line here. */
export const validators: readonly Definition<Validator, ValidatorNeeds, z.ZodObject>[] = [
  length,
  content,
  pattern,
  json,
  markdown,
  format,
  numeric,
  secrets,
  personalData,
  spelling,
  grammar,
]
