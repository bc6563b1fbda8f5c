import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.ts'

const root = join(import.meta.dirname, '../..')
const folder = temporaryFolder()

it(
  'a TypeScript project that imports the package gets the same types, and the programs of the README compile',
  { timeout: 120_000 },
  async () => {
    mkdirSync(folder.path('node_modules'))
    symlinkSync(root, folder.path('node_modules/sifaka-cli'))
    for (const name of ['zod', 'vitest', '@types']) {
      symlinkSync(join(root, 'node_modules', name), folder.path(`node_modules/${name}`))
    }
    const source = readFileSync(join(root, 'test/config/rule-types.test.ts'), 'utf8')
    folder.write('use.test.ts', source.replaceAll('../../src/index.ts', 'sifaka-cli'))
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const programs = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = '']) => text)
    for (const [index, text] of programs.entries()) folder.write(`program-${index}.ts`, text)
    expect(programs.length).toBeGreaterThan(2)
    folder.write('package.json', { type: 'module' })
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    }
    folder.write('tsconfig.json', { compilerOptions, include: ['*.ts'] })
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const run = promisify(execFile)(process.execPath, [compiler, '-p', folder.path('tsconfig.json')])
    expect(await run.catch((error: unknown) => Object(error)['stdout'])).toEqual({ stdout: '', stderr: '' })
  },
)
