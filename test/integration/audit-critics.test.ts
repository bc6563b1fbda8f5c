import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSealedData } from '../../src/core/phrases/sealed-data.ts'
import { auditTexts } from '../../src/critics/audit/audit-texts.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

/** A server whose model judges as its name says. */
let server: Server
let config = ''
const isGood = (content: string) => {
  const [task, draft] = [readSealedData('task', content), readSealedData('draft', content)]
  return auditTexts.some((each) => each.kind === 'good' && each.task === task && each.text === draft)
}
const JUDGES: Readonly<Record<string, (content: string) => boolean>> = {
  honest: isGood,
  constant: () => true,
}
async function answerAsJudge(request: IncomingMessage, response: ServerResponse) {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const { model, messages } = JSON.parse(body) as { model: string; messages: { content: string }[] }
  const approves = JUDGES[model]?.(messages.map(({ content }) => content).join('\n')) ?? false
  const opinion = { diagnosis: 'So.', needsImprovement: !approves, plan: [], lesson: '', severity: 'low' }
  const content = JSON.stringify({ ...opinion, confidence: 1 })
  response.setHeader('content-type', 'application/json')
  response.end(
    JSON.stringify({
      id: '1',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    }),
  )
}

beforeAll(async () => {
  server = createServer((request, response) => void answerAsJudge(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  config = folder.write('sifaka.json', { providers: { lab: { baseUrl: `http://127.0.0.1:${port}/v1` } } })
})
afterAll(() => server.close())

const env = { XDG_DATA_HOME: folder.path('data') }
const audit = (...args: string[]) => sifaka(['audit-critics', ...args], { env })

describe('audit-critics', () => {
  it('tells judges apart by critic and model, and exits with 1 over --max-false-pass', async () => {
    const both = ['--critic', 'reflexion=lab:honest', '--critic', 'reflexion=lab:constant', '-c', config]
    const { code, stdout, stderr } = await audit(...both, '--repeats', '2', '--json')
    expect(code, stderr).toBe(1)
    const report = JSON.parse(stdout) as { ok: boolean; judges: Record<string, unknown>[] }
    expect(report).toMatchObject({
      ok: false,
      repeats: 2,
      maxFalsePass: 0.05,
      judges: [
        { critic: 'reflexion', model: 'lab:honest', finding: 'sound', isTrusted: true },
        { critic: 'reflexion', model: 'lab:constant', finding: 'constant', falsePass: { rate: 1 } },
      ],
    })
  })

  it('prints a table and exits with 0 if all judges are trusted', async () => {
    const { code, stdout } = await audit('--critic', 'reflexion=lab:honest', '-c', config, '--repeats', '1')
    expect(code).toBe(0)
    expect(stdout).toMatch(/critic +model +false pass +false objection +flips +order flips +finding/)
    expect(stdout).toMatch(/reflexion +lab:honest +0% \(0% to .*sound/)
  })

  it('warns if judge and writer are of one family', async () => {
    const { stderr } = await audit('-m', 'sim:writer', '--critic-model', 'sim:critic', '--repeats', '1')
    expect(stderr).toContain('sim:critic judges texts of sim:writer, of the same family')
  })

  it.each([
    [['--no-critics']],
    [['--repeats', '0']],
    [['--max-false-pass', 'few']],
    [['--critic', 'self-rag']],
    [['--min-words', '5']],
  ])('refuses %j', async (args) => {
    expect((await audit('-m', 'sim:writer', ...args)).code).toBe(2)
  })
})

describe('a batch', () => {
  const batch = async (model: string) => {
    const args = [
      'batch',
      '-',
      '-m',
      'sim:writer',
      '--critic',
      `reflexion=lab:${model}`,
      '-c',
      config,
      '-n',
      '1',
    ]
    return (await sifaka(args, { env, input: 'One\nTwo\n' })).stderr
  }

  it('says once that its judge is not audited, and no more after an audit', async () => {
    env.XDG_DATA_HOME = folder.path('other-data')
    expect((await batch('honest')).match(/not audited: reflexion \(lab:honest\)/g)).toHaveLength(1)
    await audit('--critic', 'reflexion=lab:honest', '-c', config, '--repeats', '1')
    expect(await batch('honest')).not.toContain('audit')
  })

  it('says that its judge failed the audit', async () => {
    await audit('--critic', 'reflexion=lab:constant', '-c', config, '--repeats', '1')
    expect(await batch('constant')).toMatch(
      /reflexion \(lab:constant\) failed its audit.*100% of the bad texts/,
    )
  })
})
