import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { openShell } from '../../src/cli/shell.ts'

/** As much of a process as a shell uses. */
function fakeProcess() {
  const exits: unknown[] = []
  const stderr = new PassThrough()
  const fake = Object.assign(new EventEmitter(), {
    env: {},
    argv: [],
    cwd: () => '/',
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr,
    exit: (code: unknown) => exits.push(code),
  })
  return { fake: fake as unknown as NodeJS.Process, exits, said: () => String(stderr.read() ?? '') }
}

it('a run that has not ended when nothing is left to wait for is a bug with a message, not silence', () => {
  const { fake, exits, said } = fakeProcess()
  openShell(fake)
  fake.emit('beforeExit', 0)
  expect(exits).toEqual([70])
  expect(said()).toContain('the run has not ended')
})

it('a run that has ended lets the process end without a message', () => {
  const { fake, exits, said } = fakeProcess()
  openShell(fake).release()
  fake.emit('beforeExit', 0)
  expect(exits).toEqual([])
  expect(said()).toBe('')
})

it('a run that a signal has stopped ends with its exit code, whatever would keep the process alive', () => {
  const { fake, exits } = fakeProcess()
  const shell = openShell(fake)
  fake.emit('SIGINT', 'SIGINT')
  expect(exits).toEqual([])
  shell.release()
  expect(exits).toEqual([130])
})
