import { describe, expect, it } from 'vitest'
import { reportPending } from '../../../src/cli/output/pending.ts'
import { chooseTargets } from '../../../src/cli/output/targets.ts'

/** What is said of a batch that stopped when this many of ten prompts were done. */
async function saidOf(done: number, more: readonly string[] = []): Promise<string> {
  const lines: string[] = []
  const log = {
    write: (_level: string, line: string) => void lines.push(line),
    show: (text: string) => void lines.push(text),
    includes: () => true,
    format: () => 'text' as const,
  }
  const targets = await chooseTargets(['out.jsonl'], {})
  const argv = ['batch', 'in.txt', '-o', 'out.jsonl', ...more]
  const redact = (text: string) => text.replace('secret', '***')
  reportPending(targets, { done, total: 10 }, { argv, interrupted: () => undefined, log, redact } as never)
  return lines.join('\n')
}

describe('a run that stopped', () => {
  it('names the file of the results', async () => {
    expect(await saidOf(3)).toContain('3 done (in out.jsonl), 7 left')
  })

  it('names no file before the first result, since there may be none', async () => {
    const said = await saidOf(0)
    expect(said).toContain('0 done, 10 left')
    expect(said).toContain('sifaka batch in.txt -o out.jsonl --resume')
  })

  it.each([
    [['--queue', 'redis://:secret@host']],
    [['--queue=redis://:secret@host', '-j', '5']],
    [['--notify', 'https://example.com/hook', '--queue', 'redis://:secret@host']],
  ])('prints a command without the secrets of %j, and names their flags', async (more) => {
    const said = await saidOf(3, more)
    expect(said).not.toMatch(/secret|\*\*\*|redis|hook/)
    expect(said).toMatch(/the same (?:--notify and )?--queue\)/)
    expect(said).toContain('sifaka batch in.txt -o out.jsonl')
  })

  it('keeps the flag before one that has a secret', async () => {
    const said = await saidOf(3, ['--no-critics', '--queue=redis://:secret@host'])
    expect(said).toContain('(and the same --queue)')
    expect(said).toContain('sifaka batch in.txt -o out.jsonl --no-critics --resume')
  })
})
