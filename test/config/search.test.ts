/** Which settings files are taken, and which are refused because of where they are or whose they are. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { getuid } from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { revokeTrust, trustedFiles, trustFile } from '../../src/config/trusted-files.ts'

let root = ''
const warnings: string[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sifaka-'))
  warnings.length = 0
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const at = (path: string): string => join(root, path)
function write(path: string, content: unknown): string {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), typeof content === 'string' ? content : JSON.stringify(content))
  return at(path)
}
const env = () => ({ HOME: at('home'), XDG_CONFIG_HOME: at('own') })
const load = (cwd: string, config?: string) => {
  mkdirSync(at(cwd), { recursive: true })
  return loadSettings({ flags: {}, env: env(), cwd: at(cwd), config, warn: (line) => warnings.push(line) })
}
const NOBODY = 65_534
const asRoot = getuid?.() === 0

describe('the search for a settings file', () => {
  it('ends at the home folder, even in a repository that contains it', async () => {
    write('.git/HEAD', '')
    write('sifaka.config.json', { plateau: 7 })
    expect((await load('home/project')).file).toBeNull()
    expect((await load('elsewhere/project')).file).toBe(at('sifaka.config.json'))
  })

  it.runIf(asRoot).each<[string, string]>([
    ['a folder', 'repository'],
    ['a .git', 'repository/.git'],
  ])('ends before %s of another user (needs root)', async (_, foreign) => {
    write('repository/.git/HEAD', '')
    write('repository/sifaka.config.json', { plateau: 7 })
    chownSync(at(foreign), NOBODY, NOBODY)
    expect((await load('repository/mine')).file).toBeNull()
    expect((await load('repository')).file).toBeNull()
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toBe(
      `ignored ${at('repository/sifaka.config.json')}: ${at(foreign)} belongs to another user`,
    )
  })

  it.runIf(asRoot)('ignores a file of another user (needs root)', async () => {
    chownSync(write('project/.sifakarc', 'plateau: 7'), NOBODY, NOBODY)
    expect((await load('project')).file).toBeNull()
  })

  it.each([0o666, 0o646, 0o777, 0o602])('ignores a file of mode %o, and says how to use it', async (mode) => {
    for (const path of ['project/sifaka.config.json', 'own/sifaka/sifaka.config.json']) {
      chmodSync(write(path, { plateau: 7 }), mode)
      expect((await load('project')).file).toBeNull()
      expect(warnings.at(-1)).toContain(`ignored ${at(path)}: another user can write it`)
      chmodSync(at(path), 0o644)
      expect((await load('project')).file).toBe(at(path))
      rmSync(at(path))
    }
  })

  it('ignores a file that another user can replace', async () => {
    write('project/sifaka.config.json', { plateau: 7 })
    chmodSync(at('project'), 0o777)
    expect((await load('project')).file).toBeNull()
    chmodSync(at('project'), 0o1777)
    expect((await load('project')).file).not.toBeNull()
  })

  it('does not wait for a pipe, but refuses it', async () => {
    mkdirSync(at('project'))
    execFileSync('mkfifo', [at('project/.sifakarc')])
    await expect(load('project')).rejects.toThrow('is a pipe or a device, not a settings file')
  })
})

const SECRETS: Readonly<Record<string, string>> = {
  passwd: 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:secret:/usr/sbin:/usr/sbin/nologin\n',
  'ssh key':
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5secret\n-----END OPENSSH PRIVATE KEY-----\n',
  credentials: '[default]\naws_secret_access_key = secret\n',
  'env file': 'KEY=secret\nOTHER="secret',
  netrc: 'machine a login b password secret\n',
  'token map': '{"secret": 1}',
  list: '["secret"]',
  'broken JSON': '{"other": secret}',
  'broken YAML': 'a: "secret\nb: [secret',
  alias: 'a: *secret',
  tag: 'a: !secret b',
  'tag without a suffix': 'a: !secret! b',
  'verbatim tag': 'a: !<!secret> b',
  directive: '%secret\n---\na: b',
  'YAML version': '%YAML secret\n---\na: b',
  escape: 'a: "\\secret"',
}

describe('a file that is no settings file', () => {
  it.each(Object.entries(SECRETS))('is not quoted in any message: %s', async (_, content) => {
    for (const name of ['.sifakarc', 'sifaka.config.json', 'sifaka.config.yaml']) {
      write(`project/${name}`, content)
      for (const config of [undefined, name]) {
        const error: unknown = await load('project', config).catch((thrown: unknown) => thrown)
        const { message, hint, cause } = error as Error & { hint?: string }
        expect(error).toBeInstanceOf(Error)
        expect(`${message} ${hint} ${String(cause)}`).not.toMatch(/secret|root:|b3Bl|BEGIN/)
      }
      rmSync(at(`project/${name}`))
    }
  })

  it('that a link leads to is refused unread', async () => {
    write('outside/secret', 'model: sim:writer\n')
    mkdirSync(at('project'))
    symlinkSync(at('outside/secret'), at('project/.sifakarc'))
    await expect(load('project')).rejects.toThrow(
      `${at('project/.sifakarc')} is a link to a file outside its folder`,
    )
    rmSync(at('project/.sifakarc'))
    symlinkSync('real.yaml', at('project/.sifakarc'))
    write('project/real.yaml', 'plateau: 7')
    expect((await load('project')).settings.plateau).toBe(7)
  })
})

describe('trust in a settings file', () => {
  const settings = { model: 'mine:a', providers: { mine: { baseUrl: 'http://127.0.0.1:9/v1' } } }

  it('lasts until the file changes, and is in a list that only the user can read', async () => {
    const path = write('project/sifaka.config.json', settings)
    await expect(load('project')).rejects.toThrow('decides where an API key is sent')
    await trustFile(path, env())
    expect(await load('project')).toMatchObject({ file: path, trust: 'pinned' })
    expect(statSync(at('own/sifaka/trusted.json')).mode & 0o777).toBe(0o600)
    expect((await trustedFiles(env())).map((file) => file.path)).toEqual([path])
    write('project/sifaka.config.json', { ...settings, seed: 1 })
    await expect(load('project')).rejects.toThrow('decides where an API key is sent')
    await trustFile(path, env())
    expect(await trustedFiles(env())).toHaveLength(1)
    expect(await revokeTrust(path, env())).toBe(true)
    expect(await revokeTrust(path, env())).toBe(false)
    await expect(load('project')).rejects.toThrow('decides where an API key is sent')
  })

  it('does not hold for a copy elsewhere', async () => {
    await trustFile(write('project/sifaka.config.json', settings), env())
    write('other/sifaka.config.json', settings)
    await expect(load('other')).rejects.toThrow('decides where an API key is sent')
  })

  it.each<[string, (path: string) => unknown]>([
    ['is damaged', (path) => writeFileSync(path, '{')],
    ['has another type', (path) => writeFileSync(path, '{"path":1}')],
    ['can be written by others', (path) => chmodSync(path, 0o666)],
  ])('does not hold if the list of trusted files %s', async (_, damage) => {
    await trustFile(write('project/sifaka.config.json', settings), env())
    damage(at('own/sifaka/trusted.json'))
    await expect(load('project')).rejects.toThrow('decides where an API key is sent')
    expect(readFileSync(at('own/sifaka/trusted.json'), 'utf8')).not.toBe('')
  })
})
