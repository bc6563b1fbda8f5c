import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
const SIM = ['-m', 'sim:writer', '--no-critics']
folder.write('p.txt', 'One\nTwo\n')
folder.write('p.csv', 'prompt,name\nOne,Ada\n')
folder.write('rows.jsonl', '{"prompt":"One","validatrs":["json"]}\n')
folder.write('extra.jsonl', '{"prompt":"One","sytem":"x","meta":{"sku":7}}\n')
folder.write('swapped.jsonl', '{"prompt":"One","modle":"sim:x"}\n')
folder.write('twice.jsonl', '{"prompt":"One","prompt":"Two"}\n')
folder.write('twice.json', '[\n{"prompt":"One","prompt":"Two"}\n]\n')
folder.write('words.txt', 'Sifaka\nwebhook\n')
folder.write('b.txt', 'Brief')
folder.write('bad.json', {
  maxIteration: 1,
  concurrency: 0,
  validators: [{ name: 'length', mim: 4, mox: 5 }],
  profiles: { mine: { modell: 'sim:writer', retries: -1 } },
})
folder.write('bounds.json', { validators: ['length:max=600,unit=words'] })

describe('what has no effect is an error before anything is sent', () => {
  it.each<[string[], string]>([
    [['batch', 'p.txt', '--limit', '1', '--limit', '2'], '--limit is given twice: "1" and "2"'],
    [['improve', 'Hi', '-f', 'b.txt', '-f', 'p.txt'], '--file is given twice: "b.txt" and "p.txt"'],
    [['improve', 'Hi', '--draft', 'b.txt', '--draft', 'b.txt'], '--draft is given twice'],
    [['improve', 'Hi', '--max-words', '9', '--max-words', '8'], '--max-words is given twice: "9" and "8"'],
    [['improve', '{{a}}', '--var', 'a=1', '--var', 'a=2'], '--var a is given twice: "1" and "2"'],
    [['validate', 'p.txt', '--format', 'json', '--format', 'text'], '--format is given twice'],
    [['improve', 'Hi', '--stream', '--no-stream'], '--stream and --no-stream exclude each other'],
    [['improve', 'Hi', '--no-cache', '--refresh-cache'], 'exclude each other'],
    [['improve', 'Hi', '--critic', 'reflexion'], '--critic and --no-critics exclude each other'],
    [['improve', 'Hi', '--critic-model', 'sim:critic'], '--critic-model has no effect'],
    [
      ['improve', 'Hi', '--max-words', '9', '--validator', 'length:max=8,unit=words'],
      'two validators length set "max": 8 and 9',
    ],
    [['improve', 'Hi', '-c', 'bounds.json', '--max-words', '800'], 'set "max": 600 and 800'],
    [['batch', 'p.txt', '-o', 'r.csv', '--csv-delimiter', ';;'], '--csv-delimiter must be one character'],
    [['batch', 'swapped.jsonl'], 'unknown field "modle"'],
    [['improve', 'Hi', '-o', 't.xlsx', '--format', 'md'], '-o must be a .txt, .md or .json file, not t.xlsx'],
    [['improve', 'Hi', '-o', 't.json', '--format', 'text'], '--format text contradicts -o t.json'],
    [['improve', 'Hi', '-o', 't.md', '--format', 'json'], '--format json contradicts -o t.md'],
    [
      ['validate', 'p.txt', '--min-words', '1', '-o', 'f.sarif', '--format', 'github'],
      '--format github contradicts -o f.sarif\n  omit --format to write a .sarif file',
    ],
    [
      ['validate', 'p.txt', '--min-words', '1', '-o', 'f.json', '-o', 'f.xml', '--format', 'json'],
      '--format json contradicts -o f.xml',
    ],
    [['validate', 'p.txt', '--min-words', '1', '--stdin-filename', 'x.md'], '--stdin-filename has no effect'],
    [['improve', 'Hi', '-o', ''], '--output is given an empty name'],
    [['improve', 'Hi', '-c', ''], '--config is given an empty name'],
    [['improve', 'Hi', '--env-file', ''], '--env-file is given an empty name'],
    [['improve', 'Hi', '--require', ','], '--require names no terms'],
    [['batch', 'p.csv', '--id-field', 'sku'], '--id-field: no row has a field "sku"'],
    [['batch', 'p.txt', '--id-field', 'sku'], '--id-field: no row has a field "sku"'],
    [['validate', 'p.txt', '--min-words', '1', '--text-field', 'a'], '--text-field has no effect'],
    [['validate', 'twice.json', '--min-words', '1', '--text-field', 'a'], 'is it --input-format json?'],
    [['validate', 'p.txt', '--validator', 'length:min=1,min=2'], '"min" is given twice'],
    [['validate', 'p.txt', '--validator', '{"name":"json","name":"length"}'], 'the key "name" occurs twice'],
    [['batch', 'twice.jsonl'], 'twice.jsonl:1: the key "prompt" occurs twice'],
    [['batch', 'twice.json'], 'twice.json:2: the key "prompt" occurs twice'],
    [['batch', 'p.txt', '--resume'], '--resume needs the results of an earlier run'],
    [['batch', 'p.txt', '--retry-failed', '-o', '-'], '--retry-failed needs'],
    [['batch', 'p.txt', '-o', 'r.jsonl', '--resume', '--force'], '--force and --resume exclude each other'],
    [['batch', 'p.txt', '-o', 'r.jsonl', '--csv-raw'], '--csv-raw has no effect'],
    [['batch', 'p.csv', '--template', 'Describe {name}'], 'write {{name}}, not {name}'],
    [['batch', 'p.csv', '--template', 'Describe it'], '--template has no field'],
    [['batch', 'p.csv', '--template', '\\{{name}}'], '--template has no field'],
    [['batch', 'p.csv', '--template', '{{nam}}'], '{{nam}} has no value\n  did you mean "name"?'],
    [['batch', 'p.txt', '--var', 'a=1'], '--var a: {{a}} occurs nowhere'],
    [['improve', 'Hi', '--var', 'a=1'], '--var a: {{a}} occurs nowhere'],
    [['batch', 'rows.jsonl'], 'rows.jsonl:1: unknown field "validatrs"\n  did you mean "validators"?'],
    [['batch', 'extra.jsonl'], 'unknown field "sytem"\n  did you mean "system"?'],
    [['improve', 'Hi', '--validator', 'content:required=@absent.txt'], 'there is no file absent.txt'],
  ])('%j: %s', async (args, message) => {
    const { code, stdout, stderr } = await sifaka([...args, ...(args[0] === 'validate' ? [] : SIM)], { cwd })
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('all faults of a settings file are listed', async () => {
    const { code, stderr } = await sifaka(['improve', 'Hi', '-c', 'bad.json'], { cwd })
    for (const fault of [
      'bad.json: maxIteration: unknown setting (did you mean "maxIterations"?)',
      'bad.json: concurrency must be',
      'has no option "mim" or "mox"',
      'bad.json: profiles.mine.modell: unknown setting (did you mean "model"?)',
      'bad.json: profiles.mine.retries must be 0 or more, not -1',
    ]) {
      expect(stderr).toContain(fault)
    }
    expect(code).toBe(2)
  })
})

describe('what is meant is obeyed', () => {
  it('fields of any name with --allow-extra, and those in meta', async () => {
    const { records, stderr } = await sifaka(['batch', 'extra.jsonl', '--allow-extra', ...SIM], { cwd })
    expect(records(), stderr).toMatchObject([{ meta: { sku: 7, sytem: 'x' } }])
  })

  it('braces without a value are sent, and said before', async () => {
    const { code, stderr } = await sifaka(['improve', 'About {{topic}}', ...SIM], { cwd })
    expect(stderr).toContain('the prompt: {{topic}} has no value and is sent as it is')
    expect(code).toBe(0)
    const escaped = await sifaka(['improve', 'About \\{{topic}}', '--format', 'json', ...SIM], { cwd })
    expect(escaped.stderr).not.toContain('has no value')
    expect(escaped.records()).toMatchObject([{ prompt: 'About {{topic}}' }])
  })

  it('a file is read in each option of a spec, and its lines are the items of a list', async () => {
    folder.write('text.txt', 'The Sifaka sends a webhook.')
    const check = (spec: string) => sifaka(['validate', 'text.txt', '--validator', spec], { cwd })
    expect((await check('content:required=@words.txt')).code).toBe(0)
    const forbidden = await check('content:forbidden=@words.txt')
    expect(forbidden.stdout).toContain('webhook')
    expect((await check('content:forbidden=\\@words.txt')).code).toBe(0)
    folder.write('spec.json', { validators: ['content:required=@words.txt'] })
    const fromFile = await sifaka(['validate', 'text.txt', '-c', 'spec.json'], { cwd })
    expect(fromFile.stderr).toContain('a file (@) can be named only in a flag')
  })

  it('.env sets the keys of the settings, and says what it cannot set', async () => {
    folder.write('.env', 'OWN_KEY=0123456789abc\nOPENAI_BASE_URL=http://127.0.0.1:1\nOTHER=1\n')
    const providers = { own: { baseUrl: 'http://127.0.0.1:1', apiKeyEnv: 'OWN_KEY' } }
    folder.write('own.json', { model: 'own:m', providers, retries: 0, critics: [] })
    const { stderr } = await sifaka(['improve', 'Hi', '-c', 'own.json'], { cwd })
    expect(stderr).toContain('.env: ignored OPENAI_BASE_URL')
    expect(stderr).not.toContain('OWN_KEY')
    expect(stderr).not.toContain('OTHER')
  })
})
