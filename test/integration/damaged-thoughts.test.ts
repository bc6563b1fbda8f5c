/** Commands that read thoughts of which some are damaged, by the built program. */
import { readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const idsIn = (stdout: string) => stdout.split('\n').flatMap((line) => /^[0-9a-f]{16}/.exec(line)?.[0] ?? [])

it('goes on with the other thoughts if the file of one is cut off', async () => {
  const env = {
    XDG_DATA_HOME: folder.path('cut'),
    SIFAKA_STORE: `{"name":"files","path":"${folder.path('cut')}"}`,
  }
  const run = (...given: string[]) => sifaka(given, { env })
  const input = 'Write about rain\nWrite about snow\nWrite about fog\n'
  const results = folder.path('cut.jsonl')
  await sifaka(['batch', '-', '-m', 'sim:writer', '-q', '-o', results], { env, input })
  const [name = ''] = readdirSync(folder.path('cut')).toSorted()
  const path = join(folder.path('cut'), name)
  truncateSync(path, 300)

  const listed = await run('thoughts', 'list')
  expect(listed.code).toBe(0)
  expect(idsIn(listed.stdout)).toHaveLength(2)
  expect(listed.stdout).toContain(`(damaged)  ${path}`)
  expect((await run('thoughts', 'list', '--json')).records()).toContainEqual({
    place: path,
    fault: 'not as sifaka wrote it',
  })
  for (const args of [
    ['thoughts', 'export'],
    ['report', 'latest'],
    ['report', results],
  ]) {
    const { code, stdout, stderr } = await run(...args)
    expect({ args, code, says: stderr.includes(path) }).toEqual({ args, code: 5, says: true })
    expect(stdout).not.toBe('')
  }
  expect((await run('thoughts', 'export')).records()).toHaveLength(2)
  expect((await run('thoughts', 'verify')).stdout).toContain(path)
  const filtered = await run('thoughts', 'prune', '--before', '1ms', '--outcome', 'accepted')
  expect(filtered).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`not deleted: ${path}`) as string,
  })
  const pruned = await run('thoughts', 'prune', '--before', '1ms')
  expect(pruned).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('deleted 1 damaged entry') as string,
  })
  expect(readdirSync(folder.path('cut'))).toHaveLength(2)
  expect((await run('thoughts', 'export')).code).toBe(0)
  expect(await run('thoughts', 'verify')).toMatchObject({ code: 5 })
})

it('does not take an older thought for the latest one if that one is damaged', async () => {
  const path = folder.path('latest')
  const files = { SIFAKA_STORE: `{"name":"files","path":"${path}"}` }
  for (const text of ['Write about rain', 'Write about snow'])
    await sifaka(['improve', text, '-m', 'sim:writer', '-q'], { env: files })
  const newest = readdirSync(path).toSorted().at(-1) ?? ''
  truncateSync(join(path, newest), 0)
  for (const args of [
    ['thoughts', 'show', 'latest'],
    ['report', 'latest'],
    ['improve', '--parent', 'latest'],
  ]) {
    const { code, stdout, stderr } = await sifaka(args, { env: files })
    expect({ args, code, stdout }).toEqual({ args, code: 5, stdout: '' })
    expect(stderr).toContain(newest)
  }
})
