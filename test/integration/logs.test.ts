import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const CANARY = 'sk-canary-5f1e9d7c3b'

interface LogLine {
  readonly time: string
  readonly level: string
  readonly message: string
  readonly hint?: string
}

const linesOf = (stderr: string): LogLine[] =>
  stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const parsed = JSON.parse(line) as LogLine
      expect(parsed.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      expect(['error', 'warn', 'info', 'debug']).toContain(parsed.level)
      expect(parsed.message).not.toMatch(/^sifaka: /)
      return parsed
    })

describe('--log-format json', () => {
  it('writes one object per line, with keys redacted, at all levels', async () => {
    const profile = folder.write('faults.json', {
      firstDraftPass: 0,
      obedience: 0,
      faults: [{ kind: 'overloaded', share: 1, times: 1 }],
    })
    const args = [
      'batch',
      '-',
      '-m',
      `sim:${profile}`,
      '--no-critics',
      '--log-format=json',
      '--log-level=debug',
    ]
    const { code, stdout, stderr } = await sifaka(
      [...args, '--trace', '--validator', `content:required=${CANARY}`, '-n', '1'],
      { input: 'one\ntwo\n', env: { OPENAI_API_KEY: CANARY } },
    )
    expect(code).toBe(1)
    expect(stdout).not.toBe('')
    const lines = linesOf(stderr)
    expect(lines.find(({ level }) => level === 'debug')?.message).toContain('attempt 1 failed')
    expect(lines.some(({ message }) => message.includes('***'))).toBe(true)
    expect(stderr).not.toContain(CANARY)
  })

  it('also for mistakes of the command line and of the settings', async () => {
    for (const args of [
      ['batch', '-', '--log-format', 'json', '--bogus'],
      ['batch', '-', '--log-format=json', '-m', 'nonsense'],
      ['improve', 'Hi', '-m', 'openai:gpt-x', '--log-format=json'],
    ]) {
      const { code, stderr } = await sifaka(args, { input: 'Hi\n' })
      expect(code).toBe(2)
      expect(linesOf(stderr).at(-1)?.level).toBe('error')
    }
  })

  it('from a settings file and from the environment', async () => {
    const config = folder.write('own.json', { logFormat: 'json', model: 'sim:writer' })
    const file = await sifaka(['improve', 'Hi', '--config', config])
    expect(linesOf(file.stderr).map(({ level }) => level)).toContain('info')
    const env = { SIFAKA_LOG_FORMAT: 'json' }
    const variable = await sifaka(['improve', 'Hi', '-m', 'sim:writer'], { env })
    expect(linesOf(variable.stderr)).not.toEqual([])
  })

  it('has the command that resumes an interrupted batch', async () => {
    const profile = folder.write('slow.json', { latency: { firstTokenMs: 400 } })
    const input = folder.write(
      'prompts.txt',
      Array.from({ length: 30 }, (_, index) => `p ${index}\n`).join(''),
    )
    const output = folder.path('out.jsonl')
    const { code, stderr } = await sifaka(
      ['batch', input, '-m', `sim:${profile}`, '--no-critics', '-j', '2', '-o', output, '--log-format=json'],
      { started: (child) => child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 1500)) },
    )
    expect(code).toBe(130)
    const [resume] = linesOf(stderr).filter(({ message }) => message.startsWith('resume with: sifaka batch '))
    expect(resume?.message).toMatch(/--resume$/)
    expect(resume?.level).toBe('warn')
  })

  it('has no place for the drafts of --stream', async () => {
    const args = ['improve', 'Hi', '-m', 'sim:writer', '--stream', '--log-format', 'json']
    const { code, stderr } = await sifaka(args)
    expect(code).toBe(2)
    expect(linesOf(stderr)[0]?.message).toContain('--stream')
  })
})

describe('--log-level', () => {
  it('leaves out what is less severe', async () => {
    const args = ['improve', 'Hi', '-m', 'sim:writer', '--log-level']
    expect((await sifaka([...args, 'warn'])).stderr).toBe('')
    expect((await sifaka([...args, 'info'])).stderr).toContain('accepted')
    const failed = await sifaka(['improve', 'Hi', '-m', 'openai:gpt-x', '--log-level', 'error'])
    expect(failed.stderr).toContain('OPENAI_API_KEY')
  })

  it.each([['-q'], ['-v'], ['--quiet'], ['--verbose']])('excludes %s', async (flag) => {
    const { code, stderr } = await sifaka(['improve', 'Hi', '-m', 'sim:writer', flag, '--log-level', 'info'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/--(quiet|verbose) and --log-level exclude each other/)
  })

  it('gives way to -v if it comes from the environment', async () => {
    const { stderr } = await shell('SIFAKA_LOG_LEVEL=error $SIFAKA improve Hi -m sim:writer -v')
    expect(stderr).toContain('accepted')
  })

  it('must be a level', async () => {
    const { code, stderr } = await sifaka(['improve', 'Hi', '-m', 'sim:writer', '--log-level', 'loud'])
    expect(code).toBe(2)
    expect(stderr).toContain('--log-level must be')
  })
})
