import { expect, it } from 'vitest'
import { writeFileSync } from 'node:fs'
import { readEnv } from '../../src/config/env.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

it('takes provider keys, and nothing else, from .env, and never over the real ones', async () => {
  folder.write('.env', 'OPENAI_API_KEY=lent\nGROQ_API_KEY=lent\nOPENAI_BASE_URL=https://evil.example\n')
  const env = await readEnv({ GROQ_API_KEY: 'real' }, folder.path('.'), undefined)
  expect(env).toEqual({ OPENAI_API_KEY: 'lent', GROQ_API_KEY: 'real' })
})

it('takes everything from --env-file, which must exist', async () => {
  const path = folder.write('my.env', 'OPENAI_BASE_URL=https://proxy.example\n')
  expect(await readEnv({}, folder.path('absent'), path)).toEqual({ OPENAI_BASE_URL: 'https://proxy.example' })
  await expect(readEnv({}, folder.path('absent'), 'absent.env')).rejects.toThrow(
    '--env-file: there is no file absent.env',
  )
})

it.each<[string, string | Buffer, string]>([
  ['a line that sets nothing', 'A=1\n# c\n\nexport B="x\ny" # d\nkey 5\n', ':6: not NAME=value'],
  ['a name with a space', 'my key=5', ':1: not NAME=value'],
  ['a variable that is set twice', 'A=1\nB=2\nA=3\n', ':3: A is set in line 1, too'],
  ['UTF-16', Buffer.from('\uFEFFA=1\n', 'utf16le'), ' is not UTF-8 text'],
])('refuses %s in the file of --env-file', async (_, content, message) => {
  const path = folder.path('faulty.env')
  writeFileSync(path, content)
  await expect(readEnv({}, folder.path('absent'), path)).rejects.toThrow(`--env-file: ${path}${message}`)
})

it('reads comments, quotes, exports and both kinds of line ends from --env-file', async () => {
  const path = folder.write('rich.env', '\uFEFF# c\r\nexport A=1\r\n B = "x\r\n#y" # d\r\n\r\nC=\'\nD=a=b')
  expect(await readEnv({}, folder.path('absent'), path)).toEqual({ A: '1', B: 'x\n#y', C: "'", D: 'a=b' })
})

it('warns of NODE_OPTIONS in --env-file, and of a .env in UTF-16', async () => {
  const path = folder.write('node.env', 'NODE_OPTIONS=--no-warnings\n')
  writeFileSync(folder.path('.env'), Buffer.from('\uFEFFOPENAI_API_KEY=lent\n', 'utf16le'))
  const warnings: string[] = []
  const warn = (line: string) => void warnings.push(line)
  expect(await readEnv({}, folder.path('.'), path, { warn })).toEqual({})
  expect(warnings).toEqual([
    '.env: ignored, since it is not UTF-8 text',
    '--env-file: ignored NODE_OPTIONS; to obey it, set it in the environment',
  ])
})
