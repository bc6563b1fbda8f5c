/** Every error code that sifaka uses. Records and events contain them, so they are a stable, public API. */

/** How a provider failed. Retries, the circuit breaker and exit codes depend only on this kind. */
export type ProviderErrorKind =
  | 'auth' // the key is wrong or lacks rights
  | 'quota' // the account is out of money or over its spend limit
  | 'not-found' // no such model or endpoint
  | 'input' // the provider will never accept this request
  | 'throttle' // too many requests at the moment
  | 'timeout'
  | 'connection' // no response arrived
  | 'server' // an internal error of the provider
  | 'stream' // the response ended early
  | 'protocol' // the response does not follow the API
  | 'answer-unusable' // the model answered without text, or not in full
  | 'adapted' // the request was refused, and the next attempt omits what the API does not accept
  | 'down' // the host has not answered for too long
  | 'local' // this machine failed, for example because too many files are open
  | 'poison' // this request fails repeatedly in the same way while others succeed

const INTERRUPTION_CODES = ['cancelled', 'deadline', 'budget'] as const
/** Codes for work that was stopped from outside, although nothing failed. */
export type InterruptionCode = (typeof INTERRUPTION_CODES)[number]

export type ErrorCode =
  | ProviderErrorKind
  | InterruptionCode
  | 'error' // a bug, or an error that is not a SifakaError
  | 'usage' // the command line or the input cannot be used
  | 'config' // a setting or a key cannot be used
  | 'infeasible' // no text can satisfy the constraints
  | 'refused' // the model, or a content filter of its provider, declined to answer
  | 'truncated' // the token limit was reached before any text was written
  | 'empty' // the model answered with no text
  | 'critique-unusable'
  | 'validator-timeout'
  | 'validator-limit'
  | 'validator-failed'
  | 'too-long' // the text is too long for the `similarity` validator
  | 'no-source' // there is no source to compare the text with
  | 'no-draft' // there is no supplied draft to compare the text with
  | 'not-english'
  | 'language-unsure'
  | 'undecided' // a judge, or a part of a composite validator, could not decide
  | 'command' // a program of the user failed
  | 'plugin'
  | 'threads' // a worker thread failed
  | 'retrieval' // documents or a search site could not be asked
  | 'dry-run'
  | 'output' // a file could not be written
  | 'limits' // the server of the shared limits cannot be reached
  | 'cache' // the cache that the settings name cannot be opened
  | 'store' // the store of thoughts could not be reached or written
  | 'queue' // the queue could not be reached
  | 'quarantined' // work on the prompt ended its worker again and again
  | 'verification' // a results file or a stored thought is damaged

export const isInterruption = (code: string): code is InterruptionCode =>
  INTERRUPTION_CODES.some((each) => each === code)

const LOCAL_CODES: readonly ErrorCode[] = ['local', 'output']
/** Whether this machine caused the error, so that the prompt and the text are not to blame. */
export const isLocal = (code: ErrorCode): boolean => LOCAL_CODES.includes(code)

const SYSTEM_FAULT =
  /^(E(MFILE|NFILE|NOSPC|DQUOT|ROFS|IO|FBIG|ACCES|PERM|AGAIN|NOMEM|NOBUFS|ADDRNOTAVAIL)|ERR_WORKER_INIT_FAILED)$/
/** Whether the system reports with this code that the machine lacks files, space, rights, memory or ports. */
export const isSystemFault = (code: unknown): boolean => typeof code === 'string' && SYSTEM_FAULT.test(code)

/** Errors with these codes affect every prompt, so a run stops at the first such error. */
const RUN_FATAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'auth',
  'quota',
  'not-found',
  'down',
  'store',
  'queue',
  ...LOCAL_CODES,
])
export const stopsTheRun = (code: ErrorCode): boolean => RUN_FATAL_CODES.has(code)

/**
 * Whether a prompt was interrupted, or its account or host failed, so that the error says nothing about the prompt.
 * Such a prompt stays pending.
 */
export const isUnrelatedToPrompt = (error: { readonly code: ErrorCode } | null): boolean =>
  error !== null && (stopsTheRun(error.code) || isInterruption(error.code))

interface EndedPrompt {
  readonly prompt: { readonly model?: string | undefined }
  readonly outcome: string
  readonly error: { readonly code: ErrorCode } | null
}

/** Like `isUnrelatedToPrompt`, but a prompt that names a model which does not exist fails alone: the others go on. */
export const staysPending = ({ prompt, outcome, error }: EndedPrompt): boolean =>
  isUnrelatedToPrompt(error) &&
  !(error?.code === 'not-found' && outcome === 'failed' && prompt.model !== undefined)
