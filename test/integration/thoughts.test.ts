/** The record of runs, by the built program. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

/** A data folder of its own, with three thoughts. */
async function recorded(name: string, args: readonly string[] = []) {
  const env = { XDG_DATA_HOME: folder.path(name) }
  const run = (...given: string[]) => sifaka(given, { env })
  const input = 'Write about rain\nWrite about snow\nWrite about fog\n'
  const loop = ['--require', 'umbrella', '--min-words', '60', '-n', '4']
  const batch = await sifaka(['batch', '-', '-m', 'sim:writer', ...loop, '-q', ...args], { env, input })
  return { env, run, batch, records: batch.records() }
}

const idsIn = (stdout: string) => stdout.split('\n').flatMap((line) => /^[0-9a-f]{16}/.exec(line)?.[0] ?? [])

describe('sifaka thoughts', () => {
  it('finds, shows, compares and exports what a run did', async () => {
    const { run, records, env } = await recorded('all')
    const thoughtIds = records.map(({ thoughtId }) => String(thoughtId))
    expect(idsIn((await run('thoughts', 'list')).stdout).toSorted()).toEqual(thoughtIds.toSorted())
    expect(idsIn((await run('thoughts', 'search', 'SNOW')).stdout)).toEqual([thoughtIds[1]])
    expect(
      idsIn((await run('thoughts', 'list', '--failing', 'content', '--outcome', 'exhausted')).stdout),
    ).toEqual([])

    const id = thoughtIds[0] ?? ''
    const shown = await run('thoughts', 'show', id.slice(0, 8))
    for (const part of [
      'Write about rain',
      'timeline',
      'iteration 1',
      'length',
      String(records[0]?.['text']),
    ])
      expect(shown.stdout).toContain(part)
    const whole = JSON.parse((await run('thoughts', 'show', id, '--json')).stdout)
    expect(whole.thought).toMatchObject({
      id,
      text: records[0]?.['text'],
      prompt: { text: 'Write about rain' },
    })
    const overview = JSON.parse((await run('thoughts', 'show', id, '--overview')).stdout)
    expect(overview).toMatchObject({ id, current_iteration: records[0]?.['iterations'], max_iterations: 4 })
    const messages = await run('thoughts', 'show', id, '--messages', '--iteration', '1')
    expect(messages.stdout).toContain('user:')
    expect(messages.stdout).not.toContain('iteration 2')

    const csv = await run('thoughts', 'export', '--format', 'csv')
    expect(csv.stdout.split('\n')[0]).toContain('id,run,parent,label,startedAt')
    const lines = (await run('thoughts', 'export')).records()
    expect(lines.map(({ head }) => String(Object(head).id)).toSorted()).toEqual(thoughtIds.toSorted())
    expect(await run('thoughts', 'verify')).toMatchObject({ code: 0 })

    const next = await sifaka(['improve', '--parent', 'latest', '-m', 'sim:writer', '-q'], { env })
    expect(next).toMatchObject({ code: 0 })
    const child = JSON.parse((await run('thoughts', 'show', 'latest', '--json')).stdout)
    expect(child.head.parent).toMatch(/^[0-9a-f]{16}$/)
    expect(child.thought.iterations[0].generation.text).toBe(
      records.find(({ thoughtId }) => thoughtId === child.head.parent)?.['text'],
    )
  })

  it('keeps only hashes and figures if it is told to, and says so', async () => {
    const { run, records, env } = await recorded('figures', ['--no-store-content'])
    const stored = readFileSync(join(env.XDG_DATA_HOME, 'sifaka/thoughts.sqlite')).toString('latin1')
    expect(stored).not.toMatch(/umbrella|Write about/)
    const id = String(records[0]?.['thoughtId'])
    expect((await run('thoughts', 'show', id)).stdout).toContain('not stored')
    for (const args of [
      ['search', 'rain'],
      ['diff', id],
      ['show', id, '--critics'],
    ]) {
      const { code, stderr } = await run('thoughts', ...args)
      expect({ args, code, says: stderr.includes('not stored') }).toEqual({ args, code: 2, says: true })
    }
    expect(await sifaka(['improve', '--parent', id, '-m', 'sim:writer'], { env })).toMatchObject({ code: 2 })
    expect(await run('thoughts', 'verify')).toMatchObject({
      code: 0,
      stderr: 'sifaka: checked 3 thoughts of 1 process, 3 without texts: all hashes match\n',
    })

    await sifaka(['improve', 'Write about rain', '-m', 'sim:writer', '-q'], { env })
    const rain = await run('thoughts', 'search', 'rain')
    expect(idsIn(rain.stdout)).toHaveLength(1)
    expect(rain.stderr).toBe('sifaka: 3 thoughts could not be searched: no texts are stored\n')
    expect((await run('thoughts', 'search', 'snow')).stderr).toContain('3 thoughts could not be searched')
  })

  it('prunes texts, and what is left can be verified', async () => {
    const { run, env } = await recorded('pruned')
    expect(await run('thoughts', 'prune', '--older-than', '1d')).toMatchObject({ code: 0 })
    expect(idsIn((await run('thoughts', 'search', 'umbrella')).stdout)).toHaveLength(3)
    expect(await run('thoughts', 'prune')).toMatchObject({ code: 2 })
    expect(await run('thoughts', 'prune', '--older-than', '1ms', '--before', '1d')).toMatchObject({ code: 2 })
    expect((await run('thoughts', 'prune', '--before', 'then')).stderr).toContain('--before must be a date')
    await run('thoughts', 'prune', '--before', '1d')
    expect(idsIn((await run('thoughts', 'search', 'umbrella')).stdout)).toHaveLength(3)
    await run('thoughts', 'prune', '--before', '1ms')
    expect(await run('thoughts', 'verify')).toMatchObject({ code: 0, stdout: '' })
    expect(readFileSync(join(env.XDG_DATA_HOME, 'sifaka/thoughts.sqlite')).toString('latin1')).not.toContain(
      'umbrella',
    )
  })

  it('names what is not found, and refuses an id that fits several', async () => {
    const { run } = await recorded('names')
    expect(await run('thoughts', 'show', 'zzz')).toMatchObject({ code: 2, stdout: '' })
    expect(await run('thoughts', 'show', '')).toMatchObject({ code: 2, stdout: '' })
    expect(await run('thoughts', 'list', '--since', 'yesterday')).toMatchObject({ code: 2, stdout: '' })
    for (const command of ['list', 'verify'])
      expect(
        await sifaka(['thoughts', command], { env: { XDG_DATA_HOME: folder.path('empty') } }),
      ).toMatchObject({
        code: 0,
        stdout: '',
        stderr: 'sifaka: no thought is stored yet\n',
      })
    expect(await run('thoughts', 'show', 'latest', '--overview', '--messages')).toMatchObject({ code: 2 })
  })

  it('verify says which store of a list has lost its thoughts', async () => {
    const path = (name: string) => folder.path(`lost/${name}`)
    const files = (name: string, role: string) => ({ name: 'files', role, path: path(name) })
    const layers = [files('first', 'primary'), files('second', 'backup')]
    const settings = folder.write('lost.json', JSON.stringify({ store: { layers } }))
    const env = { XDG_DATA_HOME: path('data') }
    await sifaka(['improve', 'Write about rain.', '-m', 'sim:writer', '-c', settings], { env })
    rmSync(path('first'), { recursive: true })
    const { stderr } = await sifaka(['thoughts', 'verify', '-c', settings], { env })
    expect(stderr).toContain('sifaka: the store files lacks 1 thought that another store has')
    expect(stderr).not.toContain('no thought is stored')
  })

  it('a flipped byte of a text is found and named', async () => {
    const { run, env, records } = await recorded('flipped')
    const path = join(env.XDG_DATA_HOME, 'sifaka/thoughts.sqlite')
    const bytes = readFileSync(path)
    const at = bytes.indexOf('Write about snow')
    bytes[at] = bytes[at]! ^ 1
    writeFileSync(path, bytes)
    const { code, stdout } = await run('thoughts', 'verify')
    expect(code).toBe(5)
    expect(stdout).toContain(`thought ${String(records[1]?.['thoughtId'])}: its content was changed`)
  })
})

it('goes on with the other thoughts if the text of one is no JSON any more', async () => {
  const { run, env, records } = await recorded('broken')
  const path = join(env.XDG_DATA_HOME, 'sifaka/thoughts.sqlite')
  const bytes = readFileSync(path)
  const at = bytes.indexOf('"text":"Write about snow')
  bytes[at] = bytes[at]! ^ 8
  writeFileSync(path, bytes)
  const id = String(records[1]?.['thoughtId'])
  const listed = await run('thoughts', 'list')
  expect(listed.code).toBe(0)
  expect(idsIn(listed.stdout)).toHaveLength(3)
  expect(listed.stdout.split('\n').find((line) => line.startsWith(id))).toContain('(damaged)')
  expect(idsIn((await run('thoughts', 'search', 'umbrella')).stdout)).toHaveLength(2)
  const exported = await run('thoughts', 'export')
  expect(exported).toMatchObject({ code: 5 })
  expect(exported.records().filter(({ thought, fault }) => thought === null && fault)).toHaveLength(1)
  for (const command of ['show', 'diff']) {
    const { code, stderr } = await run('thoughts', command, id)
    expect(stderr).toContain(`thought ${id} is damaged: its content was changed`)
    expect(code).toBe(5)
  }
  expect(await run('thoughts', 'prune', '--before', '1ms')).toMatchObject({ code: 0 })
})

describe('the store of a run', () => {
  it('is private to the user', async () => {
    const { env } = await recorded('private')
    const data = join(env.XDG_DATA_HOME, 'sifaka')
    expect(statSync(data).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(data)) expect(statSync(join(data, name)).mode & 0o777).toBe(0o600)
  })

  it('is not touched by --no-store, validate, list and --dry-run', async () => {
    const { env, run } = await recorded('untouched', ['--no-store'])
    await sifaka(['validate', '-', '--min-words', '1'], { env, input: 'text' })
    await sifaka(['batch', '-', '-m', 'sim:writer', '--dry-run'], { env, input: 'Write.' })
    await run('list')
    expect(() => readdirSync(env.XDG_DATA_HOME)).toThrow('ENOENT')
  })

  it('a default store that cannot be opened is one warning; one that the settings name ends the run', async () => {
    writeFileSync(folder.path('a-file'), '')
    const env = { XDG_DATA_HOME: folder.path('a-file') }
    const args = ['improve', 'Write about rain', '-m', 'sim:writer']
    const without = await sifaka(args, { env })
    expect(without.code).toBe(0)
    expect(without.stderr.match(/thoughts are not stored/g)).toHaveLength(1)
    const named = { ...env, SIFAKA_STORE: `{"name":"sqlite","path":"${folder.path('a-file')}/x.sqlite"}` }
    expect(await sifaka(args, { env: named })).toMatchObject({ code: 3, stdout: '' })
  })
})
