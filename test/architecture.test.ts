/** The rules of structure that a machine can check. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { IMPORT_RULES } from './architecture/import-rules.ts'

const SRC = join(import.meta.dirname, '../src')

/** The text of each TypeScript file below a folder. */
const sourcesBelow = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  )

const sources = sourcesBelow(SRC)
const files = [...sources.keys()]

/** Rooms are the folders of `src`; `index.ts` stands for itself. */
const roomOf = (path: string): string =>
  path.includes('/') ? (path.split('/')[0] ?? '') : path.replace('.ts', '')

interface Import {
  readonly from: string
  readonly typeOnly: boolean
  readonly lazy: boolean
}

function importsOf(path: string): Import[] {
  const source = sources.get(path) ?? ''
  const statements = source.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const lazy = source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
  return [
    ...[...statements].map(([, type, from = '']) => ({ from, typeOnly: type !== undefined, lazy: false })),
    ...[...lazy].map(([, from = '']) => ({ from, typeOnly: false, lazy: true })),
  ]
}

const resolve = (path: string, from: string): string | undefined =>
  from.startsWith('.') ? relative(SRC, join(SRC, dirname(path), from)).replaceAll('\\', '/') : undefined

describe('the house', () => {
  it.each(files)('%s imports only what its room may', (path) => {
    const room = roomOf(path)
    const rule = IMPORT_RULES[room]
    expect(rule, `no rule for the room "${room}"`).toBeDefined()
    for (const { from, typeOnly } of importsOf(path)) {
      const target = resolve(path, from)
      if (target === undefined) {
        expect(typeOnly || rule?.packages.some((allowed) => allowed.test(from)), from).toBe(true)
      } else {
        expect([room, 'util', ...(rule?.rooms ?? [])], `${path} -> ${from}`).toContain(roomOf(target))
      }
    }
  })

  it('loads SDKs and other heavy packages only when they are used', () => {
    const heavy =
      /^(openai|@opentelemetry\/[\w-]+|@anthropic-ai\/sdk|groq-sdk|ajv|ajv-formats|markdown-it|markdownlint|saxes|yaml|gpt-tokenizer|nspell|dictionary-en(-gb)?|harper\.js|tinypool|vader-sentiment|tinyld|obscenity|csv-parse|csv-stringify|tinyglobby|read-excel-file|fflate|@photostructure\/sqlite|ioredis|pg|diff|@formatjs\/icu-messageformat-parser)(\/|$)/
    const eager = files.flatMap((path) =>
      importsOf(path)
        .filter(({ from, typeOnly, lazy }) => heavy.test(from) && !typeOnly && !lazy)
        .map(({ from }) => `${path} -> ${from}`),
    )
    expect(eager).toEqual([])
  })

  it('has no import cycles, of types neither', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      if (done.has(path) || trail.includes(path)) return
      for (const { from } of importsOf(path)) {
        const target = resolve(path, from)
        if (target !== undefined) visit(target, [...trail, path])
      }
      done.add(path)
    }
    files.forEach((path) => visit(path, []))
    expect(cycles).toEqual([])
  })

  it.each([
    ['src', sources],
    ['test', sourcesBelow(import.meta.dirname)],
  ])('has no file of more than 250 lines in %s', (_, texts) => {
    const lineCounts = [...texts].map(([path, text]) => [path, text.trimEnd().split('\n').length] as const)
    expect(lineCounts.filter(([, lines]) => lines > 250)).toEqual([])
  })

  it('declares each exported name once', () => {
    const owners = new Map<string, string[]>()
    // The public API wraps the loop under the loop's own name.
    for (const path of files.filter((file) => file !== 'index.ts')) {
      const declarations = (sources.get(path) ?? '').matchAll(
        /^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm,
      )
      for (const [, name = ''] of declarations) owners.set(name, [...(owners.get(name) ?? []), path])
    }
    expect([...owners].filter(([, paths]) => paths.length > 1)).toEqual([])
  })

  it('has at most 22 files in a folder', () => {
    const counts = new Map<string, number>()
    for (const path of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > 22)).toEqual([])
  })

  it('keeps the loop on one screen', () => {
    expect(sources.get('core/improve.ts')?.split('\n').length).toBeLessThanOrEqual(80)
  })

  it.each([
    [/\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bsetTimeout\(|\bsetInterval\(/, ['core/clock.ts']],
    [/\bconsole\.(log|error|warn|info|debug)\(/, []],
    [/\bprocess\.(exit\(|exitCode)/, ['cli/main.ts', 'cli/shell.ts']],
    [/\bprocess\.(env|argv|stdin|stdout|stderr)\b/, ['cli/main.ts', 'cli/shell.ts', 'index.ts']],
    [/\bMath\.random\(/, []],
    [/@ts-(ignore|expect-error|nocheck)/, []],
    [/\b(TODO|FIXME|XXX)\b/, []],
    [/\beval\(|new Function\(/, []],
  ])('%s stands only where it belongs', (pattern, owners) => {
    const found = files.filter((path) => pattern.test(sources.get(path) ?? ''))
    expect(found.filter((path) => !owners.includes(path))).toEqual([])
  })

  it('installs no package that runs a script at install, apart from the driver of SQLite', () => {
    const { packages } = JSON.parse(readFileSync(join(SRC, '../package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }>
    }
    const withScript = Object.entries(packages).filter(
      ([, { dev, hasInstallScript }]) => hasInstallScript && !dev,
    )
    expect(withScript.map(([path]) => path)).toEqual(['node_modules/@photostructure/sqlite'])
  })

  it('exposes the bin as three lines without logic', () => {
    const bin = readFileSync(join(SRC, '../bin/sifaka.js'), 'utf8')
    expect(bin.split('\n').length).toBeLessThanOrEqual(16)
    expect(bin.startsWith('#!/usr/bin/env -S node --\n')).toBe(true)
  })
})
