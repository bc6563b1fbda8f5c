import { existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkOutputs, fileOutput, isDevice } from '../../../src/batch/results/output.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()
folder.write('file.txt', 'x')
mkdirSync(folder.path('folder'))
symlinkSync('absent', folder.path('dangling'))
symlinkSync('loop', folder.path('loop'))

describe('a file that cannot be written is a usage error that names it', () => {
  it.each([
    ['dangling', 'it is a link to a file that does not exist'],
    ['loop', 'its links lead in a circle'],
    ['file.txt/out', 'a part of the path is not a folder'],
    ['file.txt/sub/out', 'a part of the path is not a folder'],
    ['n'.repeat(300), 'the name is too long'],
    [`${'n'.repeat(300)}/out`, 'the name is too long'],
    ['absent/out', 'there is no folder'],
  ])('%.20s: %s', async (name, reason) => {
    const path = folder.path(name)
    for (const replace of [false, true]) {
      const error = { code: 'usage', message: expect.stringContaining(`cannot write ${path}: ${reason}`) }
      await expect(checkOutputs([path], replace)).rejects.toMatchObject(error)
      await expect(fileOutput(path, replace)).rejects.toMatchObject(error)
    }
  })

  it('a folder, and a file that exists', async () => {
    await expect(checkOutputs([folder.path('folder')], true)).rejects.toThrow('is a folder')
    await expect(checkOutputs([folder.path('file.txt')])).rejects.toThrow('already exists')
    await expect(checkOutputs([folder.path('file.txt')], true)).resolves.toBeUndefined()
  })

  it('and a link stays what it is', () => {
    expect(lstatSync(folder.path('dangling')).isSymbolicLink()).toBe(true)
    expect(readlinkSync(folder.path('dangling'))).toBe('absent')
  })
})

it('a device exists, but is written without --force, several times at once', async () => {
  await checkOutputs(['/dev/null', '/dev/null', '/dev/stdout', '/dev/stdout', '-', undefined])
  const output = await fileOutput('/dev/null')
  await Promise.all([output.write('a'), output.write('b')])
  await output.close()
  expect(await isDevice('/dev/null')).toBe(true)
  expect(await isDevice(folder.path('file.txt'))).toBe(false)
  expect(await isDevice(folder.path('absent'))).toBe(false)
})

describe('a file to which nothing was written', () => {
  it('keeps its content if it exists', async () => {
    const path = folder.write('kept.txt', 'before')
    const output = await fileOutput(path, true)
    await output.close()
    expect(folder.read('kept.txt')).toBe('before')
  })

  it('is not left behind if it is new', async () => {
    const output = await fileOutput(folder.path('new.txt'))
    await output.close()
    expect(existsSync(folder.path('new.txt'))).toBe(false)
  })
})

it.each(['after', ''])('what is written replaces all that a file contains: "%s"', async (text) => {
  const path = folder.write('replaced.txt', 'a longer text of before')
  const output = await fileOutput(path, true)
  await output.write(text)
  await output.write(text)
  await output.close()
  expect(folder.read('replaced.txt')).toBe(`${text}${text}`)
})
