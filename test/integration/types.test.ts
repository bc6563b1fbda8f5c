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
    await compile({ module: 'nodenext', skipLibCheck: true, types: ['node'] }, ['*.ts'])
    // Nothing in the types of the package needs those of Node.
    for (const module of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }])
      await compile({ ...module, skipLibCheck: false, types: [] }, ['program-*.ts'])
  },
)

/** Expects that the compiler finds no error in these files of the folder. */
async function compile(options: object, include: readonly string[]): Promise<void> {
  const compilerOptions = { strict: true, target: 'es2023', noEmit: true, ...options }
  folder.write('tsconfig.json', { compilerOptions, include })
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const run = promisify(execFile)(process.execPath, [compiler, '-p', folder.path('tsconfig.json')])
  expect(await run.catch((error: unknown) => Object(error)['stdout'])).toEqual({ stdout: '', stderr: '' })
}
