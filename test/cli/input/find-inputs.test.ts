import { afterAll, beforeAll, expect, it } from 'vitest'
import { findInputs } from '../../../src/cli/input/sources/find-inputs.ts'
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
