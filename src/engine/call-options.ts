import type { ModelRequest } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'

/** What one caller of a shared engine asks for in addition to the settings. */
export interface CallOptions {
  /** Opened from the engine's scope, to cancel this call alone or to follow its events. */
  readonly scope?: Scope | undefined
}

export interface ImproveOptions extends CallOptions {
  /** Take precedence over the settings. An undefined value would hide that of the settings. */
  readonly sampling?: Sampling | undefined
  readonly maxIterations?: number | undefined
  /** The id of the thought, if the caller must know it before the thought ends. */
  readonly thoughtId?: string | undefined
}

export type Sampling = Pick<ModelRequest, 'temperature' | 'maxTokens' | 'seed' | 'effort' | 'serviceTier'>
