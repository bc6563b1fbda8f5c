/** A named pipe in the place of any file: its content is read, and a pipe that nothing writes to blocks nothing. */
import { execFileSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SIM = ['-m', 'sim:writer', '--no-critics', '-q']
let count = 0

/** A new folder with a pipe of this name. */
function withPipe(name: string): string {
  const cwd = folder.path(`f${count++}`)
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'prompts.txt'), 'a\n')
  execFileSync('mkfifo', [join(cwd, name)])
  return cwd
}

/** Resolves once the process has opened the pipe; without /proc, after a while. */
async function untilOpened(pipe: string, { pid }: ChildProcess): Promise<void> {
  const folderOfFiles = `/proc/${pid}/fd`
  const hasOpened = () =>
    readdirSync(folderOfFiles).some((file) => linkOf(join(folderOfFiles, file)) === pipe)
  if (existsSync(folderOfFiles)) while (!hasOpened()) await sleep(20)
  else await sleep(1500)
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

const places: readonly [string, string, readonly string[]][] = [
  ['the input', 'in', ['batch', 'in', ...SIM]],
  ['--template', 'template', ['batch', 'prompts.txt', ...SIM, '--template', '@template']],
  ['--config', 'settings.json', ['improve', 'a', ...SIM, '--config', 'settings.json']],
  ['--env-file', 'keys', ['improve', 'a', ...SIM, '--env-file', 'keys']],
  ['--file', 'brief.txt', ['improve', '--file', 'brief.txt', ...SIM]],
]

/** The first signal may be enough: a second one would then kill a process that is ending. */
async function interruptTwice(child: ChildProcess): Promise<void> {
  child.kill('SIGINT')
  await Promise.race([once(child, 'exit'), sleep(3000)])
  child.kill('SIGINT')
}

describe('a pipe that nothing writes to', () => {
  it.each(places)('in the place of %s ends with the second signal', async (_, name, args) => {
    const cwd = withPipe(name)
    const { code } = await sifaka(args, {
      cwd,
      async started(child) {
        await untilOpened(join(cwd, name), child)
        await interruptTwice(child)
      },
    })
    expect(code).toBe(130)
  })

  it.each(['in', '-'])('in the place of the input %s ends with the deadline', async (input) => {
    const { code } = await shell(
      `exec 3<>in; $SIFAKA batch ${input} ${SIM.join(' ')} --input-format lines --deadline 1s < in`,
      {
        cwd: withPipe('in'),
      },
    )
    expect(code).toBe(4)
  })

  it.each([
    ['.sifakarc', 'is a pipe or a device, not a settings file'],
    ['.env', 'to which no program writes'],
  ])('in the place of %s is an error', async (name, message) => {
    const { code, stderr } = await sifaka(['improve', 'a', ...SIM], { cwd: withPipe(name) })
    expect({ code, says: stderr.includes(message) }, stderr).toEqual({ code: 2, says: true })
  })

  it('in the place of --prices is an error', async () => {
    const args = ['improve', 'a', ...SIM, '--prices', 'prices.json']
    const { code, stderr } = await sifaka(args, { cwd: withPipe('prices.json') })
    expect({ code, says: stderr.includes('no program writes') }, stderr).toEqual({ code: 2, says: true })
  })
})

/** Resolves once the process has a handler of SIGINT; without /proc, after a while. */
async function untilInterruptible({ pid }: ChildProcess): Promise<void> {
  const status = `/proc/${pid}/status`
  const caughtSignals = () =>
    Number.parseInt(/SigCgt:\s*(\w+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? '', 16)
  if (existsSync(status)) while ((caughtSignals() & 2) === 0) await sleep(20)
  await sleep(1500)
}

describe('a pipe that nothing reads from', () => {
  it.each([
    ['-o', ['batch', 'prompts.txt', ...SIM, '-o', 'out']],
    ['-o of one prompt', ['improve', 'a', ...SIM, '-o', 'out']],
    ['--events', ['batch', 'prompts.txt', ...SIM, '--events', 'out', '--force']],
  ])('in the place of %s ends with the second signal', async (_, args) => {
    const { code } = await sifaka(args, {
      cwd: withPipe('out'),
      async started(child) {
        await untilInterruptible(child)
        await interruptTwice(child)
      },
    })
    expect(code).toBe(130)
  })
})

describe('a pipe with a reader', () => {
  it('gets the results and the events, also if the reader comes late', async () => {
    const cwd = withPipe('out')
    execFileSync('mkfifo', [join(cwd, 'events')])
    const { code, stdout } = await shell(
      `(sleep 1; cat out > copy) & (sleep 1; cat events > events.copy) & ` +
        `$SIFAKA batch prompts.txt ${SIM.join(' ')} -o out --events events --force; code=$?; wait; wc -l < copy; exit $code`,
      { cwd },
    )
    expect({ code, lines: Number(stdout) }).toEqual({ code: 0, lines: 1 })
    expect(readFileSync(join(cwd, 'events.copy'), 'utf8')).toMatch(/"type":"run-end".*\n$/)
  })
})

describe('a pipe with a writer', () => {
  it('is read like a file, also if the writer comes late', async () => {
    const cwd = withPipe('in')
    const { code, stdout } = await shell(
      `(sleep 1; printf 'a\\nb\\n' > in) & $SIFAKA batch in ${SIM.join(' ')} --template @<(echo 'On {{prompt}}') --config <(echo '{}') | wc -l`,
      { cwd },
    )
    expect({ code, lines: Number(stdout) }).toEqual({ code: 0, lines: 2 })
  })

  it('is validated by its content, since it can be read only once', async () => {
    const { code, stdout } = await shell(
      `(sleep 1; printf 'a b' > in) & $SIFAKA validate in <(printf 'c d') --min-words 3 -q`,
      { cwd: withPipe('in') },
    )
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^in: 2 words.*\n.*: 2 words.*\n$/) as string,
    })
  })

  it('cannot be fixed', async () => {
    const { code, stderr } = await shell(`$SIFAKA validate <(echo a) --fix --min-words 3`, {
      cwd: withPipe('in'),
    })
    expect({ code, says: stderr.includes('it is a pipe or a device') }, stderr).toEqual({
      code: 2,
      says: true,
    })
  })
})
