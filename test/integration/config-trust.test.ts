/**
 * `sifaka config trust`, as a user meets it: a file that was found by search may redirect keys only once it is trusted.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sifaka, type Ran } from '../helpers/command.ts'
import { temporaryFolder, type Folder } from '../helpers/folder.ts'

const SETTINGS = { model: 'vllm:m', providers: { vllm: { baseUrl: 'http://127.0.0.1:9/v1' } } }
const root = temporaryFolder()
let count = 0

interface Project extends Folder {
  readonly run: (...args: string[]) => Promise<Ran>
  readonly file: string
  readonly listed: () => Promise<string>
}

/** A project with a settings file that redirects keys, and a user of its own. */
function project(settings: unknown = SETTINGS, name = 'sifaka.config.json'): Project {
  const place = `project-${count++}`
  const path = (each: string) => root.path(`${place}/${each}`)
  const write = (each: string, content: unknown) => root.write(`${place}/${each}`, content)
  const file = write(name, settings)
  const env = { XDG_CONFIG_HOME: path('home') }
  const run = (...args: string[]) => sifaka(args, { cwd: path('.'), env })
  const listed = async () => (await run('config', 'trust', '--list')).stdout
  return { path, write, read: (each) => root.read(`${place}/${each}`), run, file, listed }
}

describe('sifaka config trust', () => {
  it('lets a found file redirect keys until its content changes', async () => {
    const { run, file, listed, write } = project()
    const refused = await run('config', 'show')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain(`sifaka config trust ${file}`)

    expect(await run('config', 'trust')).toMatchObject({
      code: 0,
      stderr: `sifaka: ${file} is trusted until it changes\n`,
    })
    expect(await listed()).toBe(`${file}\n`)
    const shown = await run('config', 'show')
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain(`settings file: ${file} (trusted: by sifaka config trust)`)

    // One more space is another content.
    writeFileSync(file, `${readFileSync(file, 'utf8')} `)
    expect(await run('config', 'show')).toMatchObject({ code: 2, stdout: '' })
    expect((await run('config', 'trust', '--list')).stderr).toBe(
      `sifaka: ${file} is changed, so it is not trusted\n`,
    )
    expect(await run('config', 'trust', file)).toMatchObject({ code: 0 })
    expect(await run('config', 'show')).toMatchObject({ code: 0 })
    expect(await listed()).toBe(`${file}\n`)
    write('sifaka.config.json', SETTINGS)
    expect(await run('config', 'show')).toMatchObject({ code: 2 })
  })

  it('is taken back by --revoke', async () => {
    const { run, file, listed } = project()
    await run('config', 'trust')
    const revoked = await run('config', 'trust', '--revoke')
    expect(revoked).toMatchObject({ code: 0, stderr: `sifaka: ${file} is no longer trusted\n` })
    expect(await listed()).toBe('')
    expect(await run('config', 'show')).toMatchObject({ code: 2 })
    expect((await run('config', 'trust', '--revoke')).stderr).toBe(`sifaka: ${file} was not trusted\n`)
  })

  it('keeps its list where only the user can read it', async () => {
    const { run, path } = project()
    await run('config', 'trust')
    expect(statSync(path('home/sifaka/trusted.json')).mode & 0o777).toBe(0o600)
    expect(statSync(path('home/sifaka')).mode & 0o777).toBe(0o700)
  })

  it('holds for the file, not for its content elsewhere, and for no other file', async () => {
    const first = project()
    await first.run('config', 'trust')
    mkdirSync(first.path('inner'))
    first.write('inner/sifaka.config.json', SETTINGS)
    const inner = await sifaka(['config', 'show'], {
      cwd: first.path('inner'),
      env: { XDG_CONFIG_HOME: first.path('home') },
    })
    expect(inner).toMatchObject({ code: 2, stdout: '' })
  })

  it('lists each of several files once', async () => {
    const { run, write, listed, file } = project()
    const other = write('other.yaml', 'model: sim:writer\n')
    for (const each of [file, other, file]) await run('config', 'trust', each)
    expect((await listed()).split('\n').toSorted()).toEqual(['', file, other].toSorted())
  })

  it.each<[string, (place: Project) => string[], string]>([
    ['a file that is not there', () => ['config', 'trust', 'nope.json'], 'there is no settings file'],
    [
      'a pipe',
      (place) => (execFileSync('mkfifo', [place.path('pipe.json')]), ['config', 'trust', 'pipe.json']),
      'pipe.json is a pipe or a device, not a settings file',
    ],
    ['a device', () => ['config', 'trust', '/dev/zero'], '/dev/zero is a pipe or a device'],
    ['no file, where none is found', () => ['config', 'trust'], 'no settings file was found here'],
    ['what is no JSON', (place) => ['config', 'trust', place.write('bad.json', '{"model": ')], 'bad.json'],
    [
      'a link to what is no settings file',
      (place) => {
        symlinkSync(root.write('secret.txt', 'top-secret: [\n'), place.path('link.yaml'))
        return ['config', 'trust', 'link.yaml']
      },
      'link.yaml',
    ],
    [
      '--list with a file',
      (place) => ['config', 'trust', '--list', place.file],
      '--list prints all trusted files',
    ],
  ])('refuses %s', async (_, argsFor, message) => {
    const place = project(SETTINGS, 'elsewhere.json')
    const { code, stderr, stdout } = await place.run(...argsFor(place))
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('top-secret')
    expect([code, stdout]).toEqual([2, ''])
    expect(await place.listed()).toBe('')
  })
})
