/** What a row is compared with belongs to the row: if a price in the table changes, the row runs again. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

interface ProductRecord {
  readonly id: string
  readonly outcome: string
  readonly iterations: number
  readonly thoughtId: string
}

/** The products as a table whose columns are facts, and as rows with a source. */
const INPUTS = {
  'the columns of a table': {
    name: 'products.csv',
    args: ['--template', 'Describe {{name}}.'],
    content: (price: string) =>
      `id,name,price,draft\nlamp,Oak Lamp,${price} EUR,The lamp costs €49.90.\nchair,Chair,129 EUR,The chair costs €129.\n`,
  },
  'the field source': {
    name: 'products.jsonl',
    args: [],
    content: (price: string) =>
      [
        { id: 'lamp', prompt: 'Describe it.', source: { price_eur: price }, draft: 'The lamp costs €49.90.' },
        { id: 'chair', prompt: 'Describe it.', source: 'It is 129 EUR.', draft: 'The chair costs €129.' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
  },
}

describe.each(Object.entries(INPUTS))('a price that changes in %s', (_, { name, args, content }) => {
  const folder = temporaryFolder()
  const cache = folder.path('cache')
  const run = async (output: string, ...more: string[]) => {
    const checks = ['--validator', 'grounded', '--no-critics', '--seed', '3']
    const ran = await sifaka(['batch', name, ...args, '-m', 'sim:writer', ...checks, '-o', output, ...more], {
      cwd: folder.path('.'),
      env: { XDG_CACHE_HOME: cache },
    })
    expect([0, 1], ran.stderr).toContain(ran.code)
    const records = readFileSync(folder.path(output), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ProductRecord)
    return new Map(records.map((record) => [record.id, record]))
  }

  it('makes its row, and no other, run again on --resume, and is not hidden by a cache', async () => {
    folder.write(name, content('49.90'))
    const first = await run('out.jsonl')
    for (const { outcome, iterations } of first.values())
      expect({ outcome, iterations }).toEqual({ outcome: 'accepted', iterations: 1 })
    const unchanged = await run('out.jsonl', '--resume')
    expect(unchanged).toEqual(first)

    folder.write(name, content('59.90'))
    const fresh = await run('fresh.jsonl')
    const resumed = await run('out.jsonl', '--resume')
    expect(resumed.get('chair')).toEqual(first.get('chair'))
    expect(resumed.get('lamp')?.thoughtId).not.toBe(first.get('lamp')?.thoughtId)
    for (const records of [fresh, resumed]) expect(records.get('lamp')?.iterations).toBeGreaterThan(1)
  })
})
