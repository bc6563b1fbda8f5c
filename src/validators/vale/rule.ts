/** The parts of a rule of a Vale style. Each kind of rule is a file in `kinds`. */
import * as z from 'zod'
import type { FileReads } from '../../util/files/file-reads.ts'
import type { Dictionary } from '../language/dictionary.ts'
import type { Expression } from './expressions/go-expression.ts'
import type { StyledBlock, StyledText } from './text/blocks.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

/** A place to which a rule objects, by indices of the block's text. */
export interface Hit {
  readonly at: number
  readonly end: number
  /** What the marks %s of the message stand for. */
  readonly words: readonly string[]
  /** The message, if it is not that of the rule. */
  readonly message?: string | undefined
  readonly replacement?: string | undefined
}

/** Checks the blocks of one text in their order, so that it may remember earlier ones. */
export type BlockCheck = (block: StyledBlock, styled: StyledText) => Iterable<Hit>

/** Starts the check of a text. */
export type Checker = () => BlockCheck

export interface RuleKind<Options extends z.ZodObject = z.ZodObject> {
  /** The value of `extends`. */
  readonly name: string
  readonly options: Options
  /** The only scope of such rules; undefined if rules choose it. */
  readonly scope?: string
  create(options: z.output<Options> & CommonOptions, needs: RuleNeeds): Checker | Promise<Checker>
}

export interface RuleNeeds {
  readonly vocabulary: Vocabulary
  /** Where Vale looks for files: the folder of the rule, the folder of all styles, and its `config`. */
  readonly folders: readonly string[]
  readonly files: FileReads
  /** Compiles an expression; reports one that cannot be compiled, and returns undefined. */
  readonly compile: (source: string) => Expression | undefined
  /** Tells the user that a part of the rule has no effect. */
  readonly report: (problem: string) => void
  readonly english: () => Promise<Dictionary>
}

/** The terms of a project: `accept.txt` and `reject.txt` of a folder of Vale. */
export interface Vocabulary {
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
}

/** From the least to the most severe. */
export const LEVELS = ['suggestion', 'warning', 'error'] as const
export type Level = (typeof LEVELS)[number]

/** The values of a rule are texts, as they are written in the file: a term may be `yes` or `404`. */
export const flag = z
  .string()
  .regex(/^(?:true|yes|on|false|no|off)$/i, 'must be true or false')
  .transform((text) => /^(?:true|yes|on)$/i.test(text))
export const number = z
  .string()
  .regex(/^[-+]?\d*\.?\d+$/, 'must be a number')
  .transform(Number)
export const textList = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().filter((item) => item.trim() !== ''))

export const commonOptions = lazyObject(() => ({
  extends: z.string(),
  message: z.string(),
  level: z.enum(LEVELS).default('warning'),
  scope: textList.transform((scopes) => (scopes.length > 0 ? scopes : ['text'])).default(['text']),
  limit: number.default(0),
  action: z.object({ name: z.string().default(''), params: z.array(z.string()).optional() }).optional(),
  link: z.string().optional(),
  description: z.string().optional(),
  name: z.string().optional(),
}))

export type CommonOptions = z.output<typeof commonOptions>
