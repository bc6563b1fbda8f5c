import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
const SIM = ['-m', 'sim:writer', '--no-critics']
const FORCE = '--force'

const FILES: Readonly<Record<string, string>> = {
  'products.csv': 'prompt\nOne\nTwo\n',
  'rows.csv.jsonl': '{"prompt":"One"}\n',
  'b.txt': 'A brief\n',
  'v.txt': 'A text\n',
  'sifaka.json': '{"maxIterations":2}',
  '.env': 'OPENAI_API_KEY=0123456789\n',
  'own.env': 'A=1\n',
  'prices.json': '{"sim:writer":{"input":1,"output":1}}',
  'template.txt': 'Describe {{prompt}}',
  'words.txt': 'One\n',
}
const write = () => {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(folder.path(name), content)
}
write()
symlinkSync(folder.path('products.csv'), folder.path('symbolic.csv'))
linkSync(folder.path('products.csv'), folder.path('hard.csv'))

describe('an output that is also an input is refused, even with --force, and no file changes', () => {
  beforeEach(write)
  it.each<[string, string[], string]>([
    ['the input of batch', ['batch', 'products.csv', '-o', 'products.csv'], 'products.csv is the input'],
    [
      'by another path',
      ['batch', 'products.csv', '-o', folder.path('products.csv')],
      'products.csv is the input',
    ],
    ['by a symbolic link', ['batch', 'products.csv', '-o', 'symbolic.csv'], 'symbolic.csv is the input'],
    ['by a hard link', ['batch', 'hard.csv', '-o', 'products.csv'], 'products.csv is the input'],
    ['with a dry run', ['batch', 'products.csv', '-o', 'products.csv', '--dry-run'], 'is the input'],
    ['the results file beside', ['batch', 'rows.csv.jsonl', '-o', 'rows.csv'], 'rows.csv.jsonl is the input'],
    ['the brief', ['improve', '-f', 'b.txt', '-o', 'b.txt'], 'b.txt is the input'],
    ['the draft', ['improve', 'Hi', '--draft', 'b.txt', '-o', 'b.txt'], 'b.txt is the input'],
    ['the text', ['validate', 'v.txt', '--max-words', '9', '-o', 'v.txt'], 'v.txt is the input'],
    ['one of many', ['validate', '*.txt', '--max-words', '9', '-o', 'v.txt'], 'v.txt is the input'],
    ['events', ['batch', 'products.csv', '--events', 'products.csv'], 'products.csv is the input'],
    [
      'a report',
      ['batch', 'products.csv', '-c', 'sifaka.json', '--report', 'sifaka.json'],
      'is the settings file',
    ],
    ['.env', ['improve', 'Hi', '-o', '.env'], 'is the file of environment variables'],
    ['--env-file', ['improve', 'Hi', '--env-file', 'own.env', '-o', 'own.env'], 'environment variables'],
    ['--prices', ['improve', 'Hi', '--prices', 'prices.json', '-o', 'prices.json'], 'the settings name'],
    [
      'a template',
      ['batch', 'products.csv', '--template', '@template.txt', '--events', 'template.txt'],
      'template.txt is a file that a flag names',
    ],
  ])('%s', async (_, args, message) => {
    const isValidation = args[0] === 'validate'
    const { code, stderr } = await sifaka([...args, ...(isValidation ? [] : SIM), FORCE], { cwd })
    expect(stderr).toContain(message)
    expect(code).toBe(2)
    for (const [name, content] of Object.entries(FILES)) {
      expect(readFileSync(folder.path(name), 'utf8'), name).toBe(content)
    }
  })

  it('standard output counts, too', async () => {
    const { code, stderr } = await shell('$SIFAKA validate v.txt --max-words 9 >> v.txt', { cwd })
    expect(stderr).toContain('the file of standard output is the input')
    expect(code).toBe(2)
    const piped = await shell('$SIFAKA batch - -m sim:writer --no-critics < b.txt -o b.txt --force', { cwd })
    expect(piped.stderr).toContain('b.txt is the input')
  })

  it('two outputs cannot be one file by different names', async () => {
    const args = ['batch', 'b.txt', '-o', 'symbolic.csv', '-o', 'hard.csv', ...SIM, FORCE]
    const { code, stderr } = await sifaka(args, { cwd })
    expect(stderr).toContain('is given for two outputs')
    expect(code).toBe(2)
  })
})
