/** Writes messages to stderr: as text, or as JSON with one object per line. */
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from '../../config/groups/monitoring.ts'
import { createLogCommandEscaper, toTerminal, withoutLogCommands } from '../../util/terminal.ts'
import { wrapWords } from './wrap.ts'

export interface LogDetails {
  readonly paint?: ((text: string) => string) | undefined
  /** What the user can do, and what else is known; below the message. */
  readonly hints?: readonly string[] | undefined
}

export interface Log {
  readonly write: (level: LogLevel, message: string, details?: LogDetails) => void
  /** Writes a message of the level `info`, unless the user asked for quiet; `paint` adds colour. */
  readonly say: (line: string, paint?: LogDetails['paint']) => void
  /** Writes a part of a text; in JSON, it is a message of its own. */
  readonly show: (text: string) => void
  /** Whether messages of this level are written. */
  readonly includes: (level: LogLevel) => boolean
  readonly format: () => LogFormat
  readonly configure: (options: LogOptions) => void
}

export interface LogOptions {
  readonly level?: LogLevel | undefined
  readonly format?: LogFormat | undefined
  readonly quiet?: boolean | undefined
}

interface LogNeeds {
  readonly stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>
  /** Removes secrets from a text. */
  readonly redact: (text: string) => string
  readonly now: () => Date
}

/** From the most severe to the least. */
const SEVERITY: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 }
const PREFIX = /^sifaka: /

export function createLog({ stream, redact, now }: LogNeeds, initial: LogOptions): Log {
  let { level: most = 'info', format = 'text', quiet = false } = initial
  const escapeCommands = createLogCommandEscaper()
  const includes = (level: LogLevel) => SEVERITY[level] <= SEVERITY[most]
  const fit = (text: string) => (stream.isTTY ? wrapWords(text, stream.columns) : text)
  const writeText = (line: string, paint: (text: string) => string = (text) => text) =>
    void stream.write(`${paint(fit(withoutLogCommands(toTerminal(redact(line)))))}\n`)
  const writeJson = (level: LogLevel, message: string, hints: readonly string[] = []) => {
    const clean = (text: string) => toTerminal(redact(text)).replace(PREFIX, '').trim()
    const hint = hints.length === 0 ? {} : { hint: hints.map(clean).join('; ') }
    stream.write(
      `${JSON.stringify({ time: now().toISOString(), level, message: clean(message), ...hint })}\n`,
    )
  }
  const write: Log['write'] = (level, message, { paint, hints = [] } = {}) => {
    if (!includes(level)) return
    if (format === 'json') return writeJson(level, message, hints)
    writeText(message, paint)
    for (const hint of hints) writeText(`  ${hint}`)
  }
  return {
    write,
    say(line, paint) {
      if (!quiet) write('info', line, { paint })
    },
    show(text) {
      if (format === 'text') stream.write(escapeCommands(toTerminal(redact(text))))
      else if (text.trim() !== '') writeJson('info', text)
    },
    includes,
    format: () => format,
    configure(options) {
      most = options.level ?? most
      format = options.format ?? format
      quiet = options.quiet ?? quiet
    },
  }
}

/** The options on the command line and in the environment, for messages before the settings are read. */
export function earlyLogOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): LogOptions {
  const valueOf = (flag: string, variable: string) => {
    const at = argv.indexOf(flag)
    const joined = argv.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1)
    return joined ?? (at === -1 ? undefined : argv[at + 1]) ?? env[variable]
  }
  const level = valueOf('--log-level', 'SIFAKA_LOG_LEVEL')
  const format = valueOf('--log-format', 'SIFAKA_LOG_FORMAT')
  return {
    level: LOG_LEVELS.find((each) => each === level),
    format: LOG_FORMATS.find((each) => each === format),
  }
}
