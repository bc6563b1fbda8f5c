/** The messages between the main thread and the threads on which plugins run. */
import type { MessagePort } from 'node:worker_threads'
import type { CriticNeeds } from '../../core/definitions.ts'
import type { CritiqueRequest, Draft, ModelRequest, Validator } from '../../core/ports.ts'
import type { Answer, Iteration, Validation } from '../../core/types.ts'
import type { PluginValidator } from '../define.ts'

export interface PluginPart {
  /** The file of the plugin. */
  readonly path: string
  readonly kind: 'validator' | 'critic'
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
}

/** A critique without the promise of validations, which the thread asks for. */
export interface SentCritiqueRequest extends Pick<CritiqueRequest, 'sample' | 'critiques'> {
  readonly history: readonly Iteration[]
}

export type PluginWork =
  | { readonly do: 'load'; readonly path: string }
  | (PluginPart & { readonly do: 'create' })
  | (PluginPart & { readonly do: 'validate'; readonly draft: Draft })
  | (PluginPart & { readonly do: 'critique'; readonly draft: Draft; readonly request: SentCritiqueRequest })

/** The part of the needs that is sent to the thread in advance. */
export interface KnownNeeds {
  /** The names of the models that answer if the plugin names none. */
  readonly models: { readonly [Role in ModelRole]?: string | undefined }
  readonly retrievers: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

export type PluginTask = PluginWork & { readonly needs: KnownNeeds; readonly port: MessagePort }

/** The properties of a validator or critic that a thread has created. */
export interface Description extends Pick<PluginValidator, 'requirement' | 'tier' | 'cacheable'> {
  readonly model?: string | undefined
  /** The models that `create` asked for by their names, or undefined for the usual one. */
  readonly models: readonly (readonly [ModelRole, string | undefined])[]
}

/** An error loses its class on the way between threads. `request` is the request whose failure it repeats. */
export interface SentError {
  readonly message: string
  readonly stack?: string | undefined
  readonly request?: number | undefined
}

export type PluginReply = { readonly result: unknown } | { readonly error: SentError }

export type ModelRole = 'model' | 'critic' | 'generator'

/** A part of a validator: its specification, as the plugin gave it. */
export interface GivenPart {
  readonly given: unknown
}

/** What a thread can ask for while it works. */
export interface RequestHandlers {
  generate(given: {
    readonly role: ModelRole
    readonly name: string | undefined
    readonly request: ModelRequest
  }): Promise<Answer>
  describePart(given: GivenPart): Promise<Pick<Validator, 'name' | 'tier' | 'requirement'>>
  validatePart(given: GivenPart & { readonly draft: Draft }): Promise<Validation>
  retrieve(given: {
    readonly index: number
    readonly query: string
    readonly limit: number
  }): ReturnType<NonNullable<CriticNeeds['retrievers']>[number]['retrieve']>
  validations(): Promise<readonly Validation[] | undefined>
}

/** The first message of a thread: it is ready, and the plugin's own code runs from now on. */
export const STARTED = 'started'

export interface ThreadRequest {
  readonly id: number
  readonly method: keyof RequestHandlers
  readonly given: unknown
}

export type ThreadResponse = { readonly id: number } & (
  { readonly value: unknown } | { readonly error: SentError }
)
