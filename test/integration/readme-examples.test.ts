/** Runs the commands of the README as they are printed, with simulated models in place of the real ones. */
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { transformSync } from 'rolldown/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder, type Folder } from '../helpers/folder.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocksOf = (language: string) =>
  [...readme.matchAll(RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text)

/**
 * Why the other blocks do not run here: `serve-readme.test.ts` has the server, `bench.test.ts` runs scenarios, and `npm ci`
 * is what came before.
 */
const NEEDS = /^# needs (?:a key|the network)|# a server|takes minutes|^npm ci/m
const blocks = blocksOf('sh')
const commands = blocks.filter((block) => !NEEDS.test(block))

const folder = temporaryFolder()
const [calm = ''] = blocksOf('js')

/** The file that the README shows under its name. */
const fileOf = (name: string): string =>
  RegExp(`<!-- ${name} -->\\n\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? ''

const GUIDE = ['styles/House/Simple.yml', 'styles/House/Headings.yml', 'guide.md']

const FILES: Readonly<Record<string, unknown>> = {
  'brief.txt': 'Write about tides.',
  'notes.txt': 'The tide comes twice a day.',
  'old.md': 'The tide comes. It comes twice a day.',
  'schema.json': { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
  'products.csv':
    'id,sku,name,price,min,source,draft\n1,a1,Lamp,49,5,"Price: 49 EUR. {shop}","The Lamp costs 49 EUR at {shop}."\n',
  'terms.csv': 'forbidden,preferred\ncheap,inexpensive\n',
  'prompts.txt': 'Write about rain.\nWrite about snow.\n',
  'prompts.jsonl': '{"prompt":"Write about rain.","max":80,"brand":"Acme"}\n',
  'texts.jsonl': '{"text":"A text."}\n',
  'prices.json': { 'sim:writer': { input: 1, output: 2 } },
  'docs/tides.md': '# Tides\n\nThe tide comes twice a day.\n',
  'calm.mjs': calm,
  ...Object.fromEntries(GUIDE.map((name) => [name, fileOf(name)])),
}

const KEY = 'a-key-for-the-simulation'
let server: ChildProcess | undefined
let env: Record<string, string> = {}

beforeAll(async () => {
  const bin = folder.write(
    'bin/sifaka',
    `#!/bin/sh\nexec "${process.execPath}" -- "${join(root, 'bin/sifaka.js')}" "$@"\n`,
  )
  chmodSync(bin, 0o755)
  server = spawn(process.execPath, [join(root, 'bin/sifaka.js'), 'sim', '--port', '0'])
  const url = await new Promise<string>((resolve) => {
    let printed = ''
    const read = (text: Buffer) => {
      printed += text.toString()
      const [address] = /http:\/\/127[\d.]+:\d+/.exec(printed) ?? []
      if (address !== undefined) resolve(address)
    }
    server?.stderr?.on('data', read)
    server?.stdout?.on('data', read)
  })
  env = {
    PATH: `${folder.path('bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    SIFAKA_MODEL: 'sim:writer',
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: `${url}/v1`,
    GROQ_API_KEY: KEY,
    GROQ_BASE_URL: url,
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: url,
  }
})
afterAll(() => void server?.kill())

function workplace(name: string): Pick<Folder, 'path'> & { readonly env: Record<string, string> } {
  for (const [file, content] of Object.entries(FILES)) folder.write(`${name}/${file}`, content)
  const dataHome = folder.path(`${name}/data`)
  return { path: (file) => folder.path(`${name}/${file}`), env: { ...env, XDG_DATA_HOME: dataHome } }
}

it('every block of commands runs in a test, or says what it needs', () => {
  expect(commands.length).toBeGreaterThanOrEqual(18)
  expect(blocks.length - commands.length).toBe(6)
})

describe.concurrent('the commands of the README', () => {
  it.each(commands.map((block, index) => [block.split('\n', 1)[0], index, block] as const))(
    '%s ...',
    { timeout: 240_000 },
    async (_, index, block) => {
      const place = workplace(`block-${index}`)
      const options = { cwd: place.path('.'), env: place.env }
      if (block.includes('thoughts')) {
        const args = ['improve', 'Write about solar panels', '--min-words', '60', '--max-words', '70']
        expect(await sifaka([...args, '--no-critics'], options)).toMatchObject({ code: 0 })
      }
      // Each line runs even if a text of an earlier one was not accepted, which is exit code 1.
      const lines = block.trim().split('\n')
      for (const line of lines) {
        const { code, stderr } = await shell(line, options)
        expect([0, 1], `${line}\n${stderr}`).toContain(code)
      }
    },
  )
})

it('the files of the package that the example of all settings names are in it', () => {
  const settings = readFileSync(join(root, 'sifaka.config.example.json'), 'utf8')
  const named = [...settings.matchAll(/"\.\/node_modules\/sifaka-cli\/([^"]+)"/g)].map(
    ([, path = '']) => path,
  )
  expect(named).not.toEqual([])
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

it('the example of the beginning prints what the README shows', async () => {
  const [example = ''] = blocksOf('console')
  const [, command = '', expected = ''] = /^\$ ([\s\S]*?> text\.md)\n([\s\S]*)$/.exec(example) ?? []
  const place = workplace('beginning')
  const { code, stderr } = await shell(command, { cwd: place.path('.'), env: place.env })
  const withoutTimes = (text: string) => text.replace(/[\d.,]+ m?s\b/g, 'TIME').trim()
  expect(withoutTimes(stderr)).toBe(withoutTimes(expected))
  expect(code).toBe(0)
})

it('the example of a style guide prints what the README shows, and corrects it', async () => {
  const [command = ''] = blocksOf('sh').filter(
    (block) => block.includes('vale:style') && block.includes('guide.md'),
  )
  const expected = blocksOf('text').find((block) => block.includes('House.Simple'))
  const place = workplace('guide')
  const options = { cwd: place.path('.'), env: place.env }
  expect(await shell(command, options)).toMatchObject({ code: 1, stdout: expected })
  await shell(`${command.trim()} --fix`, options)
  expect(readFileSync(place.path('guide.md'), 'utf8')).toContain('Use the installer to begin.')
})

describe.concurrent('the programs of the README', () => {
  it.each(blocksOf('ts').map((text, index) => [index, text] as const))(
    'program %i runs',
    { timeout: 60_000 },
    async (index, text) => {
      const place = workplace(`program-${index}`)
      folder.write(`program-${index}/node_modules/.keep`, '')
      symlinkSync(root, place.path('node_modules/sifaka-cli'))
      const { code } = transformSync('program.ts', text)
      folder.write(`program-${index}/program.mjs`, code)
      const result = await shell(`"${process.execPath}" program.mjs`, {
        cwd: place.path('.'),
        env: place.env,
      })
      expect(result.code, result.stderr).toBe(0)
      expect(result.stdout).not.toBe('')
    },
  )
})
