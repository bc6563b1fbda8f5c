import { chmodSync, symlinkSync } from 'node:fs'
import { getuid } from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findInputs } from '../../../src/cli/input/sources/find-inputs.ts'
import type { UsageError } from '../../../src/core/errors.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()
const before = process.cwd()

beforeAll(() => process.chdir(folder.path('.')))
afterAll(() => process.chdir(before))

it.each(['!bang.md', '[id].md', '{a,b}.md', 'star*.md', '(x).md', 'back\\slash.md', 'new\nline.md'])(
  'a file of the name %j is read, and not taken for a pattern',
  async (name) => {
    folder.write(name, 'text')
    expect(await findInputs([name], { cwd: '.' })).toEqual([name])
  },
)

it('a name with ! that does not exist excludes files', async () => {
  folder.write('a.md', 'text')
  folder.write('b.md', 'text')
  expect(await findInputs(['[ab].md', '!b.md'], { cwd: '.' })).toEqual(['a.md'])
})

it('a link that leads nowhere is one of the files that a glob or a folder gives', async () => {
  folder.write('links/there.md', 'text')
  symlinkSync('nowhere', folder.path('links/broken.md'))
  symlinkSync('circle.md', folder.path('links/circle.md'))
  symlinkSync('../links', folder.path('links/folder.md'))
  const expected = ['links/broken.md', 'links/circle.md', 'links/there.md']
  expect(await findInputs(['links/*.md'], { cwd: '.' })).toEqual(expected)
  expect(await findInputs(['links'], { cwd: '.', extensions: ['.md', '.txt'] })).toEqual(
    expect.arrayContaining(expected),
  )
})

describe('what cannot be read', () => {
  const found = async (given: readonly string[]) => {
    const faults: string[] = []
    const onFault = (path: string, { message }: UsageError) => void faults.push(`${path}: ${message}`)
    return { files: await findInputs(given, { cwd: folder.path('.'), onFault }), faults }
  }

  it('is told beside the files that can be', async () => {
    expect(await found(['a.md', 'absent.md', 'links', '*.rst'])).toEqual({
      files: ['a.md'],
      faults: [
        'absent.md: there is no file absent.md',
        'links: links is a folder',
        '*.rst: no file matches *.rst',
      ],
    })
  })

  it('is an error if nothing else is given, or if a command needs all of its inputs', async () => {
    await expect(found(['absent.md'])).rejects.toThrow('there is no file absent.md')
    await expect(findInputs(['a.md', 'absent.md'], { cwd: '.' })).rejects.toThrow(
      'there is no file absent.md',
    )
  })

  // Nothing is closed to the superuser.
  it.skipIf(getuid?.() === 0)('may be a folder on the way of a glob', async () => {
    folder.write('tree/open/a.md', 'text')
    folder.write('tree/closed/b.md', 'text')
    chmodSync(folder.path('tree/closed'), 0)
    const answer = await found(['tree/**/*.md'])
    chmodSync(folder.path('tree/closed'), 0o700)
    expect(answer).toEqual({
      files: ['tree/open/a.md'],
      faults: ['tree/closed: cannot read tree/closed: permission denied'],
    })
  })
})
