/** Loads settings in a new folder for each test. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { loadSettings, type Sources } from '../../src/config/load.ts'

export let folder = ''

export const warnings: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sifaka-'))
  warnings.length = 0
})

afterEach(() => rm(folder, { recursive: true }))

export async function file(path: string, content: unknown): Promise<string> {
  const whole = join(folder, path)
  await mkdir(dirname(whole), { recursive: true })
  await writeFile(whole, typeof content === 'string' ? content : JSON.stringify(content))
  return whole
}

export const load = (more: Partial<Sources> = {}) =>
  loadSettings({
    flags: {},
    env: { XDG_CONFIG_HOME: join(folder, 'xdg'), ...more.env },
    cwd: folder,
    warn: (line) => warnings.push(line),
    ...more,
    ...(more.env ? { env: { XDG_CONFIG_HOME: join(folder, 'xdg'), ...more.env } } : {}),
  })
