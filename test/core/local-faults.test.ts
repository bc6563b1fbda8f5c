/** A fault of this machine is never a result: it stops the run, and its prompts stay pending. */
import { describe, expect, it } from 'vitest'
import { isUnrelatedToPrompt } from '../../src/core/error-codes.ts'
import { SifakaError } from '../../src/core/errors.ts'
import { classifyNetworkError } from '../../src/providers/errors/network-errors.ts'
import { run } from '../helpers/loop.ts'
import { scriptedCritic, scriptedModel, scriptedValidator } from '../helpers/scripted.ts'

const fault = (code: string) => Object.assign(new Error(`${code}: something`), { code })
const throwing = (error: Error) => () => {
  throw error
}

describe.each(['EMFILE', 'ENFILE', 'ENOSPC', 'EACCES', 'EDQUOT', 'EROFS', 'ENOMEM', 'EIO'])('%s', (code) => {
  it.each([
    ['a validator', { validators: [scriptedValidator('v', throwing(fault(code)))] }],
    ['a critic', { critics: [scriptedCritic('c', [fault(code)]), scriptedCritic('d', [true])] }],
    ['the model', { generator: scriptedModel([fault(code)]) }],
  ])('in %s leaves the prompt pending', async (_, crew) => {
    const { error, iterations } = await run(crew, { onCriticError: 'retry' })
    expect(error).toMatchObject({ code: 'local' })
    expect(isUnrelatedToPrompt(error)).toBe(true)
    expect(iterations).toHaveLength(1)
  })

  it('of a connection says nothing about the host, and was not sent', () => {
    const error = new TypeError('fetch failed', { cause: fault(code) })
    expect(classifyNetworkError(error)).toMatchObject({ kind: 'local', isUnsent: true })
  })
})

it('too many open files are described with what to do', () => {
  const cause = Object.assign(new Error('connect EMFILE 127.0.0.1:443'), { code: 'EMFILE' })
  expect(classifyNetworkError(new TypeError('fetch failed', { cause }))).toMatchObject({
    detail: 'too many open files',
    hint: expect.stringContaining('ulimit -n'),
  })
})

it('a journal or a result that cannot be written leaves the prompt pending', async () => {
  const full = new SifakaError('output', 'cannot write calls: no space left')
  const { error } = await run({ generator: scriptedModel([full]) })
  expect(error).toMatchObject({ code: 'output' })
  expect(isUnrelatedToPrompt(error)).toBe(true)
})
