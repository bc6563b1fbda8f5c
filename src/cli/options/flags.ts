/** The flags that are not settings, under the names that commander gives them. */
import type { SingleResultFormat } from '../../report/index.ts'
import type { RowRange } from '../input/choose-rows.ts'
import type { InputFormat } from '../input/formats.ts'

/** Flags of every command that loads settings. `settings.ts` adds the flags for the settings themselves. */
export interface ConfigFlags {
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly config?: string
  readonly profile?: string
  readonly envFile?: string
}

export interface LoopFlags extends ConfigFlags {
  readonly var?: Readonly<Record<string, string>>
  /** As a setting, `stream` decides how models are called; as a flag, it also shows the drafts. */
  readonly stream?: boolean
  readonly trace?: boolean
  readonly report?: readonly string[]
  readonly events?: readonly string[]
  readonly force?: boolean
}

/** Flags of the commands that read files with rows. */
interface InputFlags {
  readonly inputFormat?: InputFormat
  readonly delimiter?: string
  readonly sheet?: string
  readonly idField: string
}

export interface ImproveFlags extends LoopFlags {
  readonly file?: string
  readonly draft?: string
  readonly parent?: string
  readonly format?: SingleResultFormat
  readonly output?: readonly string[]
}

export interface BatchFlags extends LoopFlags, InputFlags {
  readonly promptField: string
  readonly template?: string
  /** The column of each field. */
  readonly map?: Readonly<Record<string, string>>
  readonly limit?: number
  readonly range?: RowRange
  readonly sample?: number
  readonly output: readonly string[]
  readonly csvRaw?: boolean
  readonly csvDelimiter?: string
  readonly csvBom?: boolean
  readonly allowExtra?: boolean
  readonly resume?: boolean
  readonly retryFailed?: boolean
  readonly dryRun?: boolean
  readonly unordered?: boolean
}

export interface ValidateFlags extends ConfigFlags, InputFlags {
  readonly textField: string
  readonly stdinFilename?: string
  readonly maxWarnings?: number
  readonly maxFindings?: number
  readonly fix?: boolean
  readonly dryRun?: boolean
  readonly format?: string
  readonly output?: readonly string[]
  readonly force?: boolean
}

export interface WorkerFlags extends ConfigFlags {
  readonly takeover: string
}

export interface ServeFlags extends ConfigFlags {
  readonly port: number
  readonly host: string
  readonly maxRequests: number
  readonly maxBodyBytes: number
  readonly maxClientTokens?: number
}

/** The shells with a completion script. */
export const COMPLETED_SHELLS = ['bash', 'zsh', 'fish'] as const
