/** The rules of structure that a machine can check. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = join(import.meta.dirname, '../src')

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))

const sources = new Map(files.map((path) => [path, readFileSync(join(SRC, path), 'utf8')]))

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

/** Which rooms a room may import from, beside itself and `util`, and which packages. */
const RULES: Readonly<Record<string, { rooms: readonly string[]; packages: readonly RegExp[] }>> = {
  util: {
    rooms: [],
    packages: [
      /^zod$/,
      /^node:(crypto|fs|net|path|stream\/consumers|tty|url)$/,
      /^fastest-levenshtein$/,
      /^@photostructure\/sqlite$/,
      /^ioredis$/,
    ],
  },
  core: { rooms: [], packages: [/^node:(crypto|events)$/] },
  classifiers: { rooms: ['core'], packages: [/^vader-sentiment$/, /^tinyld/, /^syllable$/, /^obscenity$/] },
  sim: { rooms: ['core'], packages: [/^zod$/, /^node:/] },
  storage: { rooms: ['core'], packages: [/^zod$/, /^pg$/, /^node:/] },
  retrieval: { rooms: ['core', 'storage'], packages: [/^zod$/, /^saxes$/, /^markdown-it$/, /^node:/] },
  cache: { rooms: ['core'], packages: [/^lru-cache$/, /^zod$/, /^node:/] },
  validators: {
    rooms: ['core', 'classifiers'],
    packages: [
      /^zod$/,
      /^ajv/,
      /^lru-cache$/,
      /^markdown-it/,
      /^markdownlint/,
      /^yaml$/,
      /^saxes$/,
      /^csv-parse\/sync$/,
      /^@formatjs\/icu-messageformat-parser$/,
      /^gpt-tokenizer/,
      /^nspell$/,
      /^syllable$/,
      /^dictionary-en(-gb)?$/,
      /^harper\.js/,
      /^tinypool$/,
      /^node:/,
    ],
  },
  critics: { rooms: ['core'], packages: [/^zod$/, /^jsonrepair$/, /^node:fs$/] },
  providers: {
    rooms: ['core', 'sim'],
    packages: [/^zod$/, /^openai/, /^@anthropic-ai\/sdk/, /^groq-sdk/, /^eventsource-parser$/, /^node:/],
  },
  middleware: { rooms: ['core'], packages: [/^node:crypto$/] },
  observe: {
    rooms: ['core'],
    packages: [/^node:/, /^ora$/, /^chalk$/, /^string-width$/, /^@opentelemetry\//],
  },
  report: { rooms: ['core'], packages: [/^csv-stringify/, /^fflate$/, /^diff$/, /^node:(crypto|fs)$/] },
  plugins: { rooms: ['core'], packages: [/^zod$/, /^tinypool$/, /^node:/] },
  config: {
    rooms: ['core', 'cache', 'validators', 'critics', 'providers', 'plugins', 'storage', 'retrieval'],
    packages: [/^zod$/, /^cosmiconfig$/, /^yaml$/, /^node:/],
  },
  batch: { rooms: ['core'], packages: [/^node:/] },
  engine: {
    rooms: [
      'core',
      'config',
      'classifiers',
      'validators',
      'critics',
      'retrieval',
      'providers',
      'middleware',
      'cache',
      'storage',
      'batch',
      'plugins',
      'observe',
      'report',
    ],
    packages: [/^node:(crypto|fs|timers\/promises)$/],
  },
  estimate: { rooms: ['core', 'engine', 'batch'], packages: [] },
  server: {
    rooms: ['core', 'config', 'plugins', 'engine', 'observe', 'report', 'estimate'],
    packages: [
      /^zod$/,
      /^hono/,
      /^@hono\/node-server(\/|$)/,
      /^lru-cache$/,
      /^@modelcontextprotocol\/sdk\//,
      /^node:/,
    ],
  },
  queue: {
    rooms: ['core', 'config', 'plugins', 'middleware', 'batch', 'engine'],
    packages: [/^zod$/, /^bullmq$/, /^ioredis$/, /^node:(crypto|fs\/promises|os|zlib)$/],
  },
  index: {
    rooms: ['core', 'cache', 'config', 'plugins', 'batch', 'engine', 'storage', 'report'],
    packages: [/^zod$/],
  },
  cli: {
    rooms: [
      'core',
      'config',
      'validators',
      'classifiers',
      'critics',
      'retrieval',
      'providers',
      'sim',
      'cache',
      'plugins',
      'batch',
      'observe',
      'report',
      'engine',
      'estimate',
      'storage',
      'server',
      'queue',
    ],
    packages: [
      /^zod$/,
      /^commander$/,
      /^chalk$/,
      /^string-width$/,
      /^csv-parse$/,
      /^csv-stringify/,
      /^yaml$/,
      /^tinyglobby$/,
      /^diff$/,
      /^read-excel-file\/universal$/,
      /^fflate$/,
      /^string-width$/,
      /^node:/,
    ],
  },
}

describe('the house', () => {
  it.each(files)('%s imports only what its room may', (path) => {
    const room = roomOf(path)
    const rule = RULES[room]
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

  it.each(files)('%s is at most 250 lines', (path) => {
    expect(sources.get(path)?.split('\n').length).toBeLessThanOrEqual(251)
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
