import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SIM = ['--model', 'sim:writer']

describe('bad input gets one clear line and exit code 2, before anything is sent', () => {
  const file = (name: string, content: unknown) => folder.write(name, content)
  it.each<[string[], string]>([
    [['improve', 'Hi'], 'no model is set'],
    [['improve', 'Hi', '-m', 'mine'], '--model must be provider:model, for example openai:gpt-6-luna'],
    [['improve', 'Hi', '-m', 'gpt-4'], '"gpt-4" lacks a provider; did you mean openai:gpt-4?'],
    [['improve', 'Hi', '-m', 'opnai:gpt-4'], 'no provider is called "opnai"\n  did you mean "openai"?'],
    [['improve', 'Hi', '-m', 'openai:gpt-4'], 'OPENAI_API_KEY is not set'],
    [['improve', 'Hi', '-m', 'anthropic:claude'], 'ANTHROPIC_API_KEY is not set'],
    [['improve', 'Hi', '-m', 'groq:llama'], 'GROQ_API_KEY is not set'],
    [['improve', 'Hi', '-m', 'sim:absent.json'], 'absent.json'],
    [
      ['improve', 'Hi', ...SIM, '--critic', 'reflextion'],
      'no critic is called "reflextion" (did you mean "reflexion"?)',
    ],
    [['improve', 'Hi', ...SIM, '--critic', 'reflexion=nope'], 'model must be provider:model'],
    [['improve', 'Hi', ...SIM, '--critic-model', 'nope:x'], 'no provider is called "nope"'],
    [
      ['improve', 'Hi', ...SIM, '--validator', 'lenght:min=4'],
      'no validator is called "lenght" (did you mean "length"?)',
    ],
    [['improve', 'Hi', ...SIM, '--validator', 'length:mim=4'], 'has no option "mim" (did you mean "min"?)'],
    [['improve', 'Hi', ...SIM, '--validator', 'pattern:required=('], 'validator pattern: '],
    [['improve', 'Hi', ...SIM, '--validator', 'json:schema=@absent.json'], 'there is no file absent.json'],
    [
      ['improve', 'Hi', ...SIM, '--validator', `json:schema=@${file('half.json', '{')}`],
      'half.json: not JSON: line 1, column 2',
    ],
    [
      ['improve', 'Hi', ...SIM, '--min-words', '9', '--max-words', '4'],
      '--min-words 9 is more than --max-words 4',
    ],
    [['improve', 'Hi', ...SIM, '--min-words', '400', '--max-chars', '300'], 'exclude each other'],
    [['improve', 'Hi', ...SIM, '--require', 'sun', '--forbid', 'sun'], 'exclude each other'],
    [['improve', 'Hi', ...SIM, '-n', '0'], '--max-iterations must be 1 or more, not 0'],
    [['improve', 'Hi', ...SIM, '-n', '21'], '--max-iterations must be 20 or less, not 21'],
    [['improve', 'Hi', ...SIM, '-n', 'many'], '--max-iterations must be a number, not "many"'],
    [['improve', 'Hi', ...SIM, '--timeout', 'soon'], '--timeout must be a duration, for example 90s or 2h'],
    [
      ['improve', 'Hi', ...SIM, '--max-iteration', '3'],
      'unknown flag --max-iteration\n  did you mean --max-iterations?',
    ],
    [
      ['improve', 'Hi', ...SIM, '--idle-connections', '2'],
      '--idle-connections is not a flag, but idleConnections is a setting\n' +
        '  write "idleConnections" in a settings file, or set SIFAKA_IDLE_CONNECTIONS\n',
    ],
    [['improve', 'Hi', ...SIM, '--critics', 'reflexion'], 'unknown flag --critics\n  did you mean --critic?'],
    [
      ['improve', 'Hi', ...SIM, '--concurrency', '2'],
      'unknown flag --concurrency\n  see sifaka improve --help',
    ],
    [['improve', 'Hi', ...SIM, '--format', 'xml'], '--format must be text, json or md, not "xml"'],
    [['improve', 'Hi', ...SIM, '--var', 'topic'], '--var must be name=value, not "topic"'],
    [['improve', 'Hi {{nam}}', ...SIM, '--var', 'name=Ada'], '{{nam}} has no value'],
    [['improve', 'Hi', ...SIM, '-c', 'absent.json'], 'there is no settings file absent.json'],
    [
      ['improve', 'Hi', ...SIM, '-c', file('bad.json', '{\n"model":\n}')],
      'bad.json: line 3, column 1: expected a value',
    ],
    [['improve', 'Hi', ...SIM, '-c', file('bad.yaml', 'a: [')], 'bad.yaml: '],
    [
      ['improve', 'Hi', ...SIM, '-c', file('key.json', { maxIteration: 1 })],
      'maxIteration: unknown setting\n  did you mean "maxIterations"?',
    ],
    [
      ['improve', 'Hi', ...SIM, '-p', 'productoin'],
      'no profile is called "productoin"\n  did you mean "production"?',
    ],
    [['improve', 'Hi', ...SIM, '-f', 'absent.txt'], 'there is no file absent.txt'],
    [
      ['improve', 'Hi', ...SIM, '-o', '/absent/x.txt'],
      'cannot write /absent/x.txt: there is no folder /absent',
    ],
    [
      ['improve', 'Hi', ...SIM, '--report', 'r.pdf'],
      '--report must be a .json, .md, .html or .txt file, not r.pdf',
    ],
    [['improve', '', ...SIM], 'no prompt given'],
    [['improve', ...SIM], 'no prompt given'],
    [['batch', 'absent.txt', ...SIM], 'there is no file absent.txt'],
    [
      ['batch', file('a.xml', '- a'), ...SIM],
      'unknown extension .xml\n  name the format with --input-format',
    ],
    [
      ['batch', file('a.txt', 'a'), ...SIM, '-o', 'x.jsonl', '-o', './x.jsonl'],
      'x.jsonl is given for two outputs',
    ],
    [['batch', '/proc/self/net', ...SIM], 'contains no files to read'],
    [['batch', ...SIM], 'standard input contains no prompts'],
    [['batch', file('empty.txt', '\n'), ...SIM], 'contains no prompts'],
    [
      ['batch', file('bad.jsonl', '{"prompt":"a"}\n{bad}\n'), ...SIM],
      'bad.jsonl:2: not JSON: column 2: expected a key',
    ],
    [['batch', file('bad.csv', 'prompt,n\na\n'), ...SIM], 'bad.csv:2: '],
    [
      ['batch', file('twice.jsonl', '{"prompt":"a","id":1}\n{"prompt":"b","id":1}'), ...SIM],
      'twice.jsonl:2: the id "1" is already used in line 1',
    ],
    [['batch', file('a.txt', 'a'), ...SIM, '-j', '0'], '--concurrency must be 1 or more, not 0'],
    [['batch', file('a.txt', 'a'), ...SIM, '-j', '1e9'], '--concurrency must be 10000 or less'],
    [
      ['batch', file('a.txt', 'a'), ...SIM, '-o', 'x.pdf'],
      '-o must be a .jsonl, .json, .csv, .xlsx, .md, .html, .junit.xml or .txt file, not x.pdf',
    ],
    [['batch', file('a.txt', 'a'), ...SIM, '-o', 'x'], '.txt file, not x\n'],
    [['batch', file('a.txt', 'a'), ...SIM, '-o', 'x.xml'], '.txt file, not x.xml'],
    [
      ['batch', file('a.txt', 'a'), ...SIM, '--range', '0:2'],
      '--range must be rows counted from 1, for example 10:20, 10: or :20',
    ],
    [['batch', file('a.txt', 'a'), ...SIM, '--range', '5:'], 'which has 1 prompt'],
    [['batch', '-', ...SIM, '--sample', '5'], '--sample does not work with standard input or a pipe'],
    [['batch', 'absent*.txt', ...SIM], 'no file matches absent*.txt'],
    [['batch', file('bad.yaml', '- a\n- b: c: d\n'), ...SIM], 'bad.yaml:2: not YAML'],
    [['batch', file('nul.txt', 'a\n\0'), ...SIM], 'nul.txt:2: a NUL character at byte 1 of the line'],
    [['batch', file('a.txt', 'a'), ...SIM, '-o', file('old.jsonl', 'kept')], 'old.jsonl already exists'],
    [['batch', file('a.txt', 'a'), ...SIM, '--fail-under', 'most'], '--fail-under must be a percentage'],
    [['batch', file('a.txt', 'a'), ...SIM, '--limit', '0'], '--limit must be 1 or more, not 0'],
    [['list', 'critic'], 'nothing is called "critic"\n  did you mean "critics"?'],
    [['sim', '--port', '99999'], '--port must be 65535 or less, not 99999'],
    [['imporve'], 'unknown command "imporve"\n  did you mean "improve"?'],
    [['thoughts', 'shw'], 'unknown command "thoughts shw"\n  did you mean "show"?'],
    [['cache', 'drop'], 'unknown command "cache drop"\n  known: stats, clear, prune'],
    [
      ['config', 'check', 'a.json'],
      'sifaka: config check takes no argument, but "a.json" is given\n' +
        '  for example: sifaka config check --config sifaka.config.json; see sifaka config check --help\n',
    ],
    [
      ['bench', 'single'],
      'no argument, but "single" is given\n  for example: sifaka bench --scenario single',
    ],
    [['doctor', 'a'], 'no argument, but "a" is given\n  for example: sifaka doctor --config'],
    [['list', 'a', 'b'], 'sifaka: list takes at most 1 argument, but "b" is given'],
    [
      ['report'],
      'sifaka: report: <run> is missing\n  for example: sifaka report latest; see sifaka report --help\n',
    ],
    [['improve', 'Hi', '--trace=yes'], '--trace takes no value, but "--trace=yes" is given'],
    [['completion', "it's"], `<shell> must be bash, zsh or fish, not "it's"`],
    [
      ['batch', 'p.txt', '-j'],
      'the value of -j, --concurrency <number|auto> is missing\n  see sifaka batch --help',
    ],
    [['imporve', '--help'], 'unknown command "imporve"\n  did you mean "improve"?'],
    [['thoughts', 'shw', '--help'], 'unknown command "thoughts shw"\n  did you mean "show"?'],
    [['help', 'imporve'], 'unknown command "imporve"\n  did you mean "improve"?'],
    [['help', 'thoughts', 'shw'], 'unknown command "thoughts shw"\n  did you mean "show"?'],
    [['thoughts', 'help', 'shw'], 'unknown command "thoughts shw"\n  did you mean "show"?'],
    [
      ['improve', 'a', '-m', `sim:${file('near.json', '{"laten":{}}')}`],
      'laten: unknown setting\n  did you mean "latency"?',
    ],
    [
      ['improve', 'a', '-m', `sim:${file('twice.json', '{"seed":1,"seed":2}')}`],
      'the key "seed" occurs twice\n  keep one of its values',
    ],
    [['validate', 'absent.md', '--max-words', '9'], 'absent.md\n  check the path, or give - to read'],
    [[], 'Usage: sifaka'],
  ])('sifaka %j', async (args, message) => {
    const { code, stdout, stderr } = await sifaka(args)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  it.skipIf(process.platform !== 'linux')(
    'does not wait for a terminal (skipped without util-linux)',
    async () => {
      const script = `script -qec "$SIFAKA improve --model sim:writer" /dev/null`
      const { stdout, code } = await shell(script)
      expect(stdout).toContain('no prompt given')
      expect(code).toBe(2)
    },
  )

  it('leaves an existing output untouched, unless forced', async () => {
    const input = folder.write('one.txt', 'Hi')
    const output = folder.write('results.jsonl', 'precious\n')
    expect((await sifaka(['batch', input, ...SIM, '-o', output])).code).toBe(2)
    expect(folder.read('results.jsonl')).toBe('precious\n')
    expect((await sifaka(['batch', input, ...SIM, '-o', output, '--force'])).code).toBe(0)
    expect(JSON.parse(folder.read('results.jsonl'))).toMatchObject({ prompt: 'Hi' })
  })
})
