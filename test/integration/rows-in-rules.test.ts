import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
const SIM = ['-m', 'sim:writer', '--no-critics', '-n', '1']
folder.write('p.csv', 'prompt,name,min,brand\nOne,Ada,3,Acme\nTwo,Bob,5,Bolt\n')
const boundsOf = (records: readonly Readonly<Record<string, unknown>>[]) =>
  records.map((record) => (record['validations'] as { bound: string }[]).map(({ bound }) => bound))

describe('{{field}} in rules', () => {
  it('is filled in for each row, typed by the schema', async () => {
    const args = ['batch', 'p.csv', '--min-words', '{{min}}', '--require', '{{name}},{{brand}}', ...SIM]
    const { records, stderr } = await sifaka(args, { cwd })
    const bounds = boundsOf(records())
    expect(bounds[0]?.[0], stderr).toContain('3')
    expect(bounds[1]?.[0]).toContain('5')
    expect(JSON.stringify(bounds[0])).toMatch(/Ada.*Acme/)
    expect(JSON.stringify(bounds[1])).toMatch(/Bob.*Bolt/)
  })

  it('adds no option, reads no file, and is not filled in twice', async () => {
    folder.write('evil.jsonl', { prompt: 'One', name: 'a|b,min=9:{{prompt}}', at: '@p.csv' })
    const { records, stderr } = await sifaka(
      ['batch', 'evil.jsonl', '--validator', 'content:required={{name}}|{{at}}', ...SIM],
      { cwd },
    )
    expect(JSON.stringify(boundsOf(records())), stderr).toContain('a|b,min=9:{{prompt}}')
    expect(JSON.stringify(boundsOf(records()))).toContain('@p.csv')
  })

  it.each<[string[], string]>([
    [['--min-words', '{{mim}}'], 'p.csv:2: {{mim}} has no value\n  did you mean "min"?'],
    [['--min-words', '{{name}}'], 'p.csv: row 1 ('],
    [['--validator', 'command:run=echo {{name}}'], '{{name}} is not allowed in what is run'],
    [['--validator', '{{name}}:min=1'], 'no validator is called'],
    [['--validator', 'length:mni={{min}}'], 'has no option "mni"'],
    [['-s', 'You write for {{brnd}}'], '{{brnd}} has no value'],
  ])('%j: %s, before anything is sent', async (args, message) => {
    const { code, stdout, stderr } = await sifaka(['batch', 'p.csv', ...args, ...SIM], { cwd })
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('\\{{name}} stands for the braces, and parts of a composite are filled in', async () => {
    folder.write('t.jsonl', '{"text":"Ada {{x}}","name":"Ada"}\n{"text":"Bob","name":"Ada"}\n')
    const all = { name: 'all', validators: ['content:required={{name}}', 'content:required=\\{{x}}'] }
    folder.write('all.json', { validators: [all] })
    const { records, stderr } = await sifaka(['validate', 't.jsonl', '-c', 'all.json', '--format', 'jsonl'], {
      cwd,
    })
    expect(
      records().map(({ passed }) => passed),
      stderr,
    ).toEqual([true, false])
  })

  it('a resumed run compares the filled-in rules', async () => {
    const run = (...more: string[]) => sifaka(['batch', 'p.csv', '-o', 'r.jsonl', ...SIM, ...more], { cwd })
    await run('--min-words', '{{min}}')
    const same = await run('--min-words', '{{min}}', '--dry-run', '--resume')
    expect(same.stderr).toContain('2 of 2 prompts done already')
    folder.write('p.csv', 'prompt,name,min,brand\nOne,Ada,3,Acme\nTwo,Bob,6,Bolt\n')
    const changed = await run('--min-words', '{{min}}', '--dry-run', '--resume')
    expect(changed.stderr).toContain('1 of 2 prompts done already')
  })

  it('system prompts and improve take variables', async () => {
    const args = [
      'improve',
      'Hi',
      '--max-words',
      '{{max}}',
      '--var',
      'max=500',
      '-s',
      'For {{who}}',
      '--var',
      'who=Ada',
    ]
    const { records, stderr } = await sifaka([...args, '--format', 'json', ...SIM], { cwd })
    expect(JSON.stringify(boundsOf(records())), stderr).toContain('500')
  })
})

describe('--map', () => {
  folder.write('de.csv', 'SKU,Beschreibung,Name,Ton\na1,Schreibe etwas,Lampe,knapp\n')
  const batch = (...args: string[]) => sifaka(['batch', 'de.csv', ...args, ...SIM], { cwd })

  it('reads fields and rules from columns of other names', async () => {
    const maps = ['prompt=Beschreibung', 'id=SKU', 'require:Name', 'system=Ton'].flatMap((map) => [
      '--map',
      map,
    ])
    const { records, stderr } = await batch(...maps)
    expect(records()[0], stderr).toMatchObject({ id: 'a1', prompt: 'Schreibe etwas' })
    expect(records()[0]?.['meta']).not.toHaveProperty('Ton')
    expect(JSON.stringify(boundsOf(records()))).toContain('Lampe')
  })

  it.each<[string[], string]>([
    [['--map', 'prompt=Beschreibun'], 'there is no column "Beschreibun"\n  did you mean "Beschreibung"?'],
    [['--map', 'prompt=Beschreibung', '--map', 'Ton=Name'], 'there already is a column "Ton"'],
    [['--map', 'prompt'], '--map must be field=column, not "prompt"'],
    [['--map', 'id=SKU', '--map', 'id=Name'], '--map id is given twice: "SKU" and "Name"'],
    [['--map', 'prompt=Beschreibung', '--prompt-field', 'Name'], 'exclude each other'],
  ])('%j is an error: %s', async (args, message) => {
    const { code, stderr } = await batch(...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})
