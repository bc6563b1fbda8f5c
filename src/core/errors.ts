import type { ErrorCode, ProviderErrorKind } from './error-codes.ts'
import type { Usage } from './types.ts'
import { describeWriteFailure, machineHint } from '../util/files/system-errors.ts'

/**
 * An expected error; `hint` says what the user can do about it. Aborts throw the signal's reason instead; everything
 * else that is thrown is a bug in sifaka.
 */
export class SifakaError extends Error {
  override readonly name: string = 'SifakaError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  /** The tokens and cost of calls whose answer could not be used. */
  readonly usage: Usage | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown; usage?: Usage | undefined } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.usage = options.usage
  }

  /** Creates the same error with another usage. */
  withUsage(usage: Usage): SifakaError {
    return new SifakaError(this.code, this.message, { hint: this.hint, cause: this.cause, usage })
  }
}

/** The command line or the input cannot be used. */
export class UsageError extends SifakaError {
  override readonly name = 'UsageError'
  constructor(message: string, hint?: string, cause?: unknown) {
    super('usage', message, { hint, cause })
  }
}

/** The error for a file to which a text could not be written. `hint` is for faults other than those of the machine. */
export const failedWrite = (error: unknown, name: string, hint?: string): SifakaError =>
  new SifakaError('output', describeWriteFailure(error, name), {
    hint: machineHint(error) ?? hint,
    cause: error,
  })

/**
 * The error for a file that cannot be opened for writing: a full disk or too many open files are no fault of the command line.
 * `label` precedes the message, and `hint` is for all other faults.
 */
export function unwritable(
  error: unknown,
  name: string,
  { label = '', hint }: { readonly label?: string; readonly hint?: string } = {},
): SifakaError {
  const message = `${label}${describeWriteFailure(error, name)}`
  const forMachine = machineHint(error)
  return forMachine === undefined
    ? new UsageError(message, hint, error)
    : new SifakaError('output', message, { hint: forMachine, cause: error })
}

/** A setting, or a key in the environment, cannot be used. */
export class ConfigError extends SifakaError {
  override readonly name = 'ConfigError'
  constructor(message: string, hint?: string, cause?: unknown) {
    super('config', message, { hint, cause })
  }
}

const RETRYABLE_KINDS: ReadonlySet<ProviderErrorKind> = new Set([
  'throttle',
  'timeout',
  'connection',
  'local',
  'server',
  'stream',
  'protocol',
  'answer-unusable',
  'adapted',
])

export class ProviderError extends SifakaError {
  override readonly name = 'ProviderError'
  readonly kind: ProviderErrorKind
  readonly retryable: boolean
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly requestId: string | undefined
  /** Whether the request certainly did not reach the server, so that it is not billed. */
  readonly isUnsent: boolean

  constructor(
    kind: ProviderErrorKind,
    message: string,
    options: {
      hint?: string | undefined
      cause?: unknown
      status?: number | undefined
      retryAfterMs?: number | undefined
      requestId?: string | undefined
      isUnsent?: boolean | undefined
      usage?: Usage | undefined
    } = {},
  ) {
    super(kind, message, options)
    this.kind = kind
    this.retryable = RETRYABLE_KINDS.has(kind)
    this.status = options.status
    // Many calls that retry at once would be refused again, so a delay of 0 counts as none.
    this.retryAfterMs = options.retryAfterMs || undefined
    this.requestId = options.requestId
    this.isUnsent = options.isUnsent ?? false
  }

  /** Creates an error of another kind for the same failure, and adds the reason to its message. */
  escalate(kind: ProviderErrorKind, reason: string, hint: string): ProviderError {
    const { message, status, requestId, usage } = this
    return new ProviderError(kind, `${message}; ${reason}`, { hint, status, requestId, usage })
  }

  override withUsage(usage: Usage): ProviderError {
    return new ProviderError(this.kind, this.message, { ...this, cause: this.cause, usage })
  }

  /** Whether the host has answered, so that the error does not indicate an outage. */
  get isAnswer(): boolean {
    return !this.retryable || ANSWERS.has(this.kind)
  }
}

const ANSWERS: ReadonlySet<ProviderErrorKind> = new Set(['throttle', 'answer-unusable', 'adapted'])

/** A critic's model sent an answer, which is billed, but the answer contains no usable opinion. */
export class CritiqueError extends SifakaError {
  override readonly name = 'CritiqueError'
  constructor(message: string, usage: Usage, cause?: unknown) {
    super('critique-unusable', message, { cause, usage })
  }

  override withUsage(usage: Usage): CritiqueError {
    return new CritiqueError(this.message, usage, this.cause)
  }
}
