import { describe, expect, it } from 'vitest'
import { createLog, earlyLogOptions, type LogOptions } from '../../../src/cli/output/log.ts'

const logOf = (options: LogOptions) => {
  const written: string[] = []
  const stream = { write: (text: string) => written.push(text) > 0, isTTY: false, columns: 80 }
  const log = createLog(
    {
      stream,
      redact: (text) => text.replaceAll('secret', '***'),
      now: () => new Date('2026-01-02T03:04:05.678Z'),
    },
    options,
  )
  return { log, text: () => written.join('') }
}

describe('messages on stderr', () => {
  it.each<[LogOptions['level'], string]>([
    ['error', 'e'],
    ['warn', 'ew'],
    ['info', 'ewi'],
    ['debug', 'ewid'],
    [undefined, 'ewi'],
  ])('of the level %s and above are written', (level, expected) => {
    const { log, text } = logOf({ level })
    for (const each of ['error', 'warn', 'info', 'debug'] as const) log.write(each, each.charAt(0))
    expect(text().replaceAll('\n', '')).toBe(expected)
  })

  it('leave out the remarks of a quiet run, and keep its warnings', () => {
    const { log, text } = logOf({})
    log.say('before')
    log.configure({ quiet: true })
    log.say('after')
    log.write('warn', 'careful')
    expect(text()).toBe('before\ncareful\n')
  })

  it('are text, with hints below', () => {
    const { log, text } = logOf({})
    log.write('error', 'sifaka: no secret', { hints: ['set one'], paint: (line) => `<${line}>` })
    expect(text()).toBe('<sifaka: no ***>\n  set one\n')
  })

  it('or JSON objects of one line each', () => {
    const { log, text } = logOf({ format: 'json' })
    log.write('error', 'sifaka: no secret\nin "two" lines\u001b[31m', { hints: ['set a secret', 'or not'] })
    log.show('a part\n')
    log.show('\n')
    expect(
      text()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        time: '2026-01-02T03:04:05.678Z',
        level: 'error',
        message: 'no ***\nin "two" lines',
        hint: 'set a ***; or not',
      },
      { time: '2026-01-02T03:04:05.678Z', level: 'info', message: 'a part' },
    ])
  })
})

it.each<[string[], Record<string, string>, LogOptions]>([
  [[], {}, {}],
  [['batch', '--log-format', 'json'], {}, { format: 'json' }],
  [
    ['--log-format=json', '--log-level=error'],
    { SIFAKA_LOG_LEVEL: 'debug' },
    { format: 'json', level: 'error' },
  ],
  [[], { SIFAKA_LOG_FORMAT: 'json', SIFAKA_LOG_LEVEL: 'debug' }, { format: 'json', level: 'debug' }],
  [['--log-format', 'xml'], {}, {}],
  [['--log-format'], {}, {}],
])('%j with %j sets %j before the settings are read', (argv, env, expected) => {
  const { level, format } = earlyLogOptions(argv, env)
  expect({ level, format }).toEqual({ level: undefined, format: undefined, ...expected })
})
