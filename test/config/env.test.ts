import { expect, it } from 'vitest'
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
