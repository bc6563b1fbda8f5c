import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const SECRET = 'T0CANARY/B0CANARY/5f1e9d7c3b'
const servers: Server[] = []

/** A webhook that answers with these statuses in turn, the last one for ever; 0 never answers. */
async function webhook(statuses: readonly number[] = [200]) {
  const notices: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const status =
        statuses[Math.min(notices.push(JSON.parse(body) as Record<string, unknown>), statuses.length) - 1]
      if (status) response.writeHead(status).end('ok')
    })
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { notices, url: `http://127.0.0.1:${port}/services/${SECRET}` }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

const SIM = ['batch', '-', '-m', 'sim:writer', '--no-critics']

describe('--notify', () => {
  it('posts figures without texts to each address when the batch has ended', async () => {
    const [one, other] = [await webhook(), await webhook([503, 200])]
    const report = folder.path('report.json')
    const { code, stdout, stderr } = await sifaka(
      [
        ...SIM,
        '--notify',
        one.url,
        '--notify',
        other.url,
        '--report',
        report,
        '--events',
        folder.path('e.jsonl'),
      ],
      { input: 'zebra stripes\notter holds\n' },
    )
    expect(code).toBe(0)
    expect(one.notices).toHaveLength(1)
    expect(other.notices).toHaveLength(2)
    expect(one.notices[0]).toMatchObject({
      text: expect.stringMatching(
        /^sifaka batch finished: 2 of 2 prompts accepted, .*, \$0\.00, exit code 0$/,
      ) as string,
      status: 'finished',
      exitCode: 0,
      error: null,
      model: 'sim:writer',
      summary: { prompts: 2, accepted: 2 },
      usage: { calls: 2 },
    })
    const usage = one.notices[0]?.['usage'] as { inputTokens: number }
    const { models } = JSON.parse(readFileSync(report, 'utf8')) as { models: { inputTokens: number }[] }
    expect(usage.inputTokens).toBe(models[0]?.inputTokens)
    expect(JSON.stringify(one.notices)).not.toMatch(/zebra|otter/)
    const written = [
      stdout,
      stderr,
      readFileSync(report, 'utf8'),
      readFileSync(folder.path('e.jsonl'), 'utf8'),
    ]
    expect(written.join('')).not.toContain(SECRET)
  })

  it('also if nothing could be done', async () => {
    const { notices, url } = await webhook()
    const args = ['batch', '-', '-m', 'openai:gpt-x', '--notify', url]
    const { code } = await sifaka(args, { input: 'Hi\n' })
    expect(code).toBe(2)
    expect(notices).toMatchObject([{ status: 'failed', exitCode: 2, error: 'config' }])
  })

  it('also if the batch is interrupted, whose command to resume does not show the address', async () => {
    const { notices, url } = await webhook()
    const profile = folder.write('slow.json', { latency: { firstTokenMs: 300 } })
    const { code, stderr } = await sifaka(
      [
        'batch',
        '-',
        '-m',
        `sim:${profile}`,
        '--no-critics',
        '-j1',
        '-o',
        folder.path('o.jsonl'),
        '--notify',
        url,
      ],
      {
        input: Array.from({ length: 30 }, (_, index) => `p ${index}\n`).join(''),
        started: (child) => child.stderr?.once('data', () => setTimeout(() => child.kill('SIGTERM'), 1500)),
      },
    )
    expect(code).toBe(143)
    expect(notices).toMatchObject([{ status: 'interrupted', exitCode: 143 }])
    expect(stderr).toContain('resume with (and the same --notify):')
    expect(stderr).not.toContain('CANARY')
  })

  it.each([
    ['refuses', [404], 'status 404'],
    ['never answers', [0], 'no answer within 8 s'],
    ['redirects', [302], ''],
  ])('warns of an address that %s, and ends as it would without it', async (_, statuses, reason) => {
    const { url } = await webhook(statuses)
    const { code, stderr, durationMs } = await sifaka([...SIM, '--notify', url], { input: 'Hi\n' })
    expect(code).toBe(0)
    const { origin } = new URL(url)
    expect(stderr).toContain(`--notify: no notice was delivered to ${origin}: ${reason}`)
    expect(stderr).not.toContain('CANARY')
    expect(durationMs).toBeLessThan(60_000)
  })

  it('posts nothing for a dry run', async () => {
    const { notices, url } = await webhook()
    await sifaka([...SIM, '--notify', url, '--dry-run'], { input: 'Hi\n' })
    expect(notices).toEqual([])
  })

  it('is refused in a settings file that was found by search', async () => {
    const { notices, url } = await webhook()
    const found = { notify: [url], model: 'sim:writer', critics: [] }
    const path = folder.write('project/sifaka.config.json', found)
    const cwd = folder.path('project')
    const { code, stderr } = await sifaka(['batch', '-'], { input: 'Hi\n', cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('notify decides where figures of a run are sent')
    expect(existsSync(path)).toBe(true)
    const named = await sifaka(['batch', '-', '--config', path], { input: 'Hi\n', cwd })
    expect(named.code).toBe(0)
    expect(notices).toHaveLength(1)
    const shown = await sifaka(['config', 'show', '--config', path], { cwd })
    expect(shown.stdout).toContain('***')
    expect(shown.stdout + named.stderr + stderr).not.toContain('CANARY')
  })

  it.each(['nonsense', 'ftp://host/CANARY', 'hooks.slack.com/CANARY'])('refuses %s', async (url) => {
    const { code, stderr } = await sifaka([...SIM, '--notify', url], { input: 'Hi\n' })
    expect(code).toBe(2)
    expect(stderr).toContain('--notify')
    expect(stderr).not.toContain('CANARY')
  })
})
