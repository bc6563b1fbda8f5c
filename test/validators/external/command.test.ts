/** Real programs. */
import { chmodSync, existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { check, realScope, withValidators } from '../../helpers/checks.ts'
import { prompt } from '../../helpers/scripted.ts'

const folder = temporaryFolder()

/** A program that runs this script of a shell. */
function script(name: string, body: string): string {
  const path = folder.write(name, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

const command = (body: string, more: object = {}) => ({
  name: 'command',
  run: ['/bin/sh', '-c', body],
  ...more,
})

describe('a verdict', () => {
  it.each<[string, object]>([
    ['exit 0', { passed: true, score: 1, measured: 'exit code 0' }],
    ['exit 1', { passed: false, score: 0, measured: 'exit code 1' }],
    ['grep -q two', { passed: true }],
    ['grep -q four', { passed: false }],
    ['echo too flat >&2; exit 1', { message: expect.stringMatching(/^too flat; must be so: /) as string }],
    [
      `echo '{"passed":false,"score":0.4,"message":"4 of 10","measured":4,"bound":"10"}'; exit 1`,
      { passed: false, score: 0.4, message: '4 of 10', measured: 4, bound: '10' },
    ],
    [`echo '{"passed":true,"score":0.4}'`, { passed: true, score: 1 }],
    // Who needs no more of the text need not read it.
    ['exec 0<&-; exit 0', { passed: true }],
    // What is left running in the background does not hold up the answer.
    ['sleep 60 & exit 0', { passed: true }],
  ])('%s', async (body, expected) => {
    const text = `one two three ${'x'.repeat(300_000)}`
    expect(await check(command(body), text)).toMatchObject({ validator: 'command', ...expected })
  })

  it('comes from a program with its arguments, which no shell reads', async () => {
    const path = script('strict', 'test "$1" = "--strict; exit 1" && test "$#" = 1')
    expect(await check({ name: 'command', run: [path, '--strict; exit 1'] }, 'x')).toMatchObject({
      passed: true,
    })
    expect(await check({ name: 'command', run: path }, 'x')).toMatchObject({ passed: false })
  })

  it('tells the writer what it wants, if that is said', () =>
    withValidators([command('exit 1', { requirement: 'rhymes' })], async ([validator]) => {
      expect(validator).toMatchObject({ requirement: 'rhymes', tier: 'slow' })
    }))
})

describe('whatever is neither a pass nor a fail is a failure to answer', () => {
  it.each<[string, object, string]>([
    ['exit 2', {}, '` exited with 2'],
    ['echo no licence >&2; echo more >&2; exit 127', {}, '` exited with 127: no licence'],
    ['kill -TERM $$', {}, '` was ended by SIGTERM'],
    ['echo fine', {}, '` printed what is not JSON'],
    ['echo {', {}, '` printed what is not JSON'],
    ['echo 7', {}, '` printed JSON that says no verdict'],
    [`echo '{"score":7}'`, {}, 'says no verdict (score: '],
    [`echo '{"passd":true}'`, {}, 'says no verdict ('],
    [`echo '{"passed":false}'`, {}, '` exited with 0 but printed "passed": false'],
    ['yes', {}, '` printed more than 1000000 characters'],
    ['sleep 60', { timeout: '100ms' }, '` gave no answer within 0.1 s'],
    ['trap "" TERM; sleep 60', { timeout: '100ms' }, '` gave no answer within 0.1 s'],
  ])('%s %j', async (body, more, message) => {
    const startedMs = systemClock.now()
    await expect(check(command(body, more), 'text')).rejects.toThrow(message)
    expect(systemClock.now() - startedMs).toBeLessThan(10_000)
  })

  it('as is a program that is not there', async () => {
    await expect(check({ name: 'command', run: './absent' }, 'x')).rejects.toThrow(
      '`./absent` cannot be run: spawn ./absent ENOENT',
    )
  })
})

it('ends everything that the program started, when it takes too long and when nobody wants it any more', async () => {
  const late = (name: string) =>
    command(`(sleep 1; touch ${folder.path(name)}) & sleep 60`, { timeout: '100ms' })
  await expect(check(late('timeout'), 'x')).rejects.toMatchObject({ code: 'validator-timeout' })
  const controller = new AbortController()
  const asked = check({ ...late('abort'), timeout: '60s' }, 'x', realScope(controller.signal))
  await systemClock.sleep(50, realScope().signal)
  controller.abort(new Error('enough'))
  await expect(asked).rejects.toThrow('enough')
  await systemClock.sleep(1200, realScope().signal)
  expect([existsSync(folder.path('timeout')), existsSync(folder.path('abort'))]).toEqual([false, false])
})

it('keeps keys, tokens, secrets and passwords from the program', async () => {
  const env = {
    PATH: process.env['PATH'],
    OPENAI_API_KEY: 'a',
    GH_TOKEN: 'b',
    my_secret: 'c',
    DB_PASSWORD_1: 'd',
    TONE: 'warm',
  }
  const sees = command(
    `printf '{"message":"%s"}' "$(env | grep -vE '^(PWD|SHLVL|_|PATH|OLDPWD)=' | tr '\\n' ' ')"`,
  )
  await withValidators(
    [sees],
    async ([validator]) => {
      expect(await validator?.validate({ prompt: prompt(), text: '' }, realScope())).toMatchObject({
        message: 'TONE=warm ',
      })
    },
    env,
  )
})

it('is run anew for each text, unless it may be remembered', async () => {
  const runs = async (cache: boolean) => {
    const log = folder.path(`runs-${cache}`)
    await withValidators([command(`echo x >> ${log}`, { cache })], async ([validator]) => {
      for (const text of ['a', 'a', 'b']) await validator?.validate({ prompt: prompt(), text }, realScope())
    })
    return folder.read(`runs-${cache}`).split('\n').length - 1
  }
  expect([await runs(false), await runs(true)]).toEqual([3, 2])
})
