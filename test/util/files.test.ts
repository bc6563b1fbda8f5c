import { expect, it } from 'vitest'
import { SifakaError, UsageError, unwritable } from '../../src/core/errors.ts'
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

it.each(['ENOSPC', 'EDQUOT', 'EIO'])('a disk with the fault %s is no fault of the command line', (code) => {
  const error = unwritable(Object.assign(new Error(), { code }), 'a.jsonl', { hint: 'use a shorter name' })
  expect([error.code, error.hint]).toEqual(['output', expect.stringContaining('another disk')])
})

it('every other file that cannot be opened is a fault of the command line', () => {
  const error = unwritable(Object.assign(new Error(), { code: 'ENAMETOOLONG' }), 'a', { hint: 'shorten it' })
  expect(error).toBeInstanceOf(UsageError)
  expect(error).toMatchObject({ message: 'cannot write a: the name is too long', hint: 'shorten it' })
  expect(error).toBeInstanceOf(SifakaError)
})
