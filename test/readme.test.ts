import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sifaka } from './helpers/command.ts'

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

it('the README lists the flags exactly as --help prints them', async () => {
  const { stdout } = await sifaka(['batch', '--help'], { env: { COLUMNS: '100' } })
  const options = stdout.slice(stdout.indexOf('Model:'), stdout.indexOf('  -h, --help')).trimEnd()
  const listed = /<!-- flags -->\s*```text\n([\s\S]*?)```\s*<!-- \/flags -->/.exec(readme)?.[1]?.trimEnd()
  expect(listed).toBe(options)
})

it.each(['validators', 'critics', 'profiles'])('the README lists all %s', async (kind) => {
  const { stdout } = await sifaka(['list', kind, '--json'])
  const listed = (JSON.parse(stdout) as Record<string, { name: string }[]>)[kind] ?? []
  expect(
    listed.filter(({ name }) => !name.startsWith('ifeval:') && !readme.includes(`| \`${name}\``)),
  ).toEqual([])
})

it('the contents of the README list each section, and every link leads to one', () => {
  const [contents = ''] = readme.split(/^## /m)
  const anchorOf = (title: string) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-')
  const anchors = [...readme.matchAll(/^##+ (.*)$/gm)].map(([, title = '']) => anchorOf(title))
  const sections = [...readme.matchAll(/^## (.*)$/gm)].map(([, title = '']) => anchorOf(title))
  const linked = [...contents.matchAll(/\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor)
  expect(sections.filter((anchor) => anchor !== 'licence' && !linked.includes(anchor))).toEqual([])
  const links = [...readme.matchAll(/\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor)
  expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([])
})
