import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Redis } from 'ioredis'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const redis = await startRedis({ own: true })
const url = redis?.url ?? ''
const folder = temporaryFolder()
const client = redis ? new Redis(url) : undefined
afterAll(async () => {
  client?.disconnect()
  await redis?.stop()
})

describe.skipIf(!redis)('the section of the README on more machines', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  const section = readme.split('\n## Run it on more machines\n')[1]?.split('\n## ')[0] ?? ''

  it('has commands that work as they stand there', async () => {
    const [, script = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? []
    const commands = script
      .replace('redis://127.0.0.1:6379', url)
      .replaceAll(/^sifaka/gm, '$SIFAKA')
      .replace('prompts.txt', folder.write('3.txt', 'One\nTwo\nThree\n'))
    const { code, stderr } = await shell(`${commands}\nended=$?; kill %1; exit $ended`, {
      cwd: folder.path('.'),
      env: { XDG_DATA_HOME: folder.path('data') },
    })
    expect(stderr).toContain('3 accepted')
    expect(code).toBe(0)
    expect(folder.read('results.jsonl').trim().split('\n')).toHaveLength(3)
  })

  it('has settings for Redis, stores and caches that are accepted', async () => {
    const [, yaml = ''] = /```yaml\n# sifaka.config.yaml\n([\s\S]*?)```/.exec(section) ?? []
    const config = folder.write('more/sifaka.config.yaml', yaml)
    const { stderr } = await sifaka(['config', 'check', '--config', config])
    expect(stderr).not.toMatch(/must|unknown|no option/)
    for (const line of ['maxmemory-policy noeviction', 'appendonly yes', 'appendfsync everysec']) {
      expect(section).toContain(line)
      const [name = '', value = ''] = line.split(' ')
      expect(await client?.config('SET', name, value)).toBe('OK')
    }
  })
})
