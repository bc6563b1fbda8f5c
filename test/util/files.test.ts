import { expect, it } from 'vitest'
import { failedWrite, SifakaError, UsageError, unwritable } from '../../src/core/errors.ts'
import { describeFileFault } from '../../src/util/files/system-errors.ts'

it.each([
  [{ code: 'ENOSPC', message: 'ENOSPC: no space left on device, write' }, 'no space left'],
  [
    { code: 'ENOENT', syscall: 'mkdir', message: "ENOENT: no such file or directory, mkdir '/a/b'" },
    'its folder cannot be created',
  ],
  [{ code: 'ENOTEMPTY', message: "ENOTEMPTY: directory not empty, rmdir '/a'" }, 'directory not empty'],
  [{ message: 'bad header\n  at line 3' }, 'bad header'],
])('the reason of %j has neither codes nor paths', (fault, reason) => {
  expect(describeFileFault(Object.assign(new Error(), fault))).toBe(reason)
})

it.each([
  ['ENOSPC', 'another disk'],
  ['EDQUOT', 'another disk'],
  ['EIO', 'another disk'],
  ['EMFILE', 'ulimit -n'],
  ['ENFILE', 'end other programs'],
])('the fault %s of the machine is no fault of the command line', (code, hint) => {
  const cause = Object.assign(new Error(), { code })
  const errors = [
    unwritable(cause, 'a', { hint: 'use another name' }),
    failedWrite(cause, 'a', 'use another name'),
  ]
  for (const error of errors)
    expect([error.code, error.hint]).toEqual(['output', expect.stringContaining(hint)])
})

it('every other file that cannot be opened is a fault of the command line', () => {
  const error = unwritable(Object.assign(new Error(), { code: 'ENAMETOOLONG' }), 'a', { hint: 'shorten it' })
  expect(error).toBeInstanceOf(UsageError)
  expect(error).toMatchObject({ message: 'cannot write a: the name is too long', hint: 'shorten it' })
  expect(error).toBeInstanceOf(SifakaError)
})
