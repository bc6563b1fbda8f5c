/** These tests run real programs. */
import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { check, realScope, withValidators } from '../../helpers/checks.ts'
import { prompt } from '../../helpers/scripted.ts'

const folder = temporaryFolder()

/** Writes an executable shell script, and returns its path. */
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

describe('a program that exits with 0 or 1 gives a verdict', () => {
  it.each<[string, object]>([
    ['exit 0', { passed: true, score: 1, measured: 'exit code 0' }],
    ['exit 1', { passed: false, score: 0, measured: 'exit code 1' }],
    ['grep -q two', { passed: true }],
    ['grep -q four', { passed: false }],
    ['echo too flat >&2; exit 1', { message: expect.stringMatching(/^too flat; required: /) as string }],
    [
      `echo '{"passed":false,"score":0.4,"message":"4 of 10","measured":4,"bound":"10"}'; exit 1`,
      { passed: false, score: 0.4, message: '4 of 10', measured: 4, bound: '10' },
    ],
    [`echo '{"passed":true,"score":0.4}'`, { passed: true, score: 1 }],
    // The program may exit without reading the text.
    ['exec 0<&-; exit 0', { passed: true }],
    // A process in the background does not delay the validation.
    ['sleep 60 & exit 0', { passed: true }],
  ])('%s', async (body, expected) => {
    const text = `one two three ${'x'.repeat(300_000)}`
    expect(await check(command(body), text)).toMatchObject({ validator: 'command', ...expected })
  })

  it('passes arguments to the program without a shell', async () => {
    const path = script('strict', 'test "$1" = "--strict; exit 1" && test "$#" = 1')
    expect(await check({ name: 'command', run: [path, '--strict; exit 1'] }, 'x')).toMatchObject({
      passed: true,
    })
    expect(await check({ name: 'command', run: path }, 'x')).toMatchObject({ passed: false })
  })

  it('uses the given requirement', () =>
    withValidators([command('exit 1', { requirement: 'rhymes' })], async ([validator]) => {
      expect(validator).toMatchObject({ requirement: 'rhymes', tier: 'slow' })
    }))
})

describe('any other exit or output is a failure', () => {
  it.each<[string, object, string]>([
    ['exit 2', {}, '` exited with 2'],
    ['echo no licence >&2; echo more >&2; exit 127', {}, '` exited with 127: no licence'],
    ['kill -TERM $$', {}, '` was killed by SIGTERM'],
    ['echo fine', {}, '` printed invalid JSON'],
    ['echo {', {}, '` printed invalid JSON'],
    ['echo 7', {}, '` printed an invalid verdict'],
    [`echo '{"score":7}'`, {}, 'an invalid verdict (score: '],
    [`echo '{"passd":true}'`, {}, 'an invalid verdict ('],
    [`echo '{"passed":false}'`, {}, '` exited with 0 but printed "passed": false'],
    ['yes', {}, '` printed more than 1000000 characters'],
    ['sleep 60', { timeout: '100ms' }, '` did not end within 0.1 s'],
    ['trap "" TERM; sleep 60', { timeout: '100ms' }, '` did not end within 0.1 s'],
  ])('%s %j', async (body, more, message) => {
    await expect(check(command(body, more), 'text')).rejects.toThrow(message)
  })

  it('a program that does not exist is a failure', async () => {
    await expect(check({ name: 'command', run: './absent' }, 'x')).rejects.toThrow(
      '`./absent` cannot be started: spawn ./absent ENOENT',
    )
  })
})

/** A program whose background process writes to a file until it is ended. */
function writer(name: string, timeout: string) {
  const path = folder.write(name, '')
  return command(`(while :; do echo x >> ${path}; sleep 0.02; done) & sleep 60`, { timeout })
}

async function expectNoMoreWrites(name: string): Promise<void> {
  const length = folder.read(name).length
  await systemClock.sleep(300, realScope().signal)
  expect(folder.read(name)).toHaveLength(length)
}

describe('ends all processes of the program', () => {
  it('when it times out', async () => {
    await expect(check(writer('timeout', '1s'), 'x')).rejects.toMatchObject({ code: 'validator-timeout' })
    await expectNoMoreWrites('timeout')
  })

  it('when the validation is aborted', async () => {
    const controller = new AbortController()
    const validation = check(writer('abort', '60s'), 'x', realScope(controller.signal))
    while (folder.read('abort') === '') await systemClock.sleep(20, realScope().signal)
    controller.abort(new Error('enough'))
    await expect(validation).rejects.toThrow('enough')
    await expectNoMoreWrites('abort')
  })
})

it('withholds keys, tokens, secrets and passwords from the program', async () => {
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

it('runs for every validation unless its results may be cached', async () => {
  const runs = async (cache: boolean) => {
    const log = folder.path(`runs-${cache}`)
    await withValidators([command(`echo x >> ${log}`, { cache })], async ([validator]) => {
      for (const text of ['a', 'a', 'b']) await validator?.validate({ prompt: prompt(), text }, realScope())
    })
    return folder.read(`runs-${cache}`).split('\n').length - 1
  }
  expect([await runs(false), await runs(true)]).toEqual([3, 2])
})
