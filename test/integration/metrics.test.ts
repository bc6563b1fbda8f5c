import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { TimingReport } from '../../src/core/timing-report.ts'
import { sifaka } from '../helpers/command.ts'
import { readExposition } from '../helpers/exposition.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { post, serve } from '../helpers/served.ts'

const folder = temporaryFolder()
const CANARY = 'sk-canary-5f1e9d7c3b'

const scrape = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('--metrics-port', () => {
  it('serves the metrics of a batch while it runs', async () => {
    const profile = folder.write('slow.json', { latency: { firstTokenMs: 150 } })
    const report = folder.path('report.json')
    const scraped: { readonly type: string | null; readonly text: string }[] = []
    let scraping = Promise.resolve()
    const { code, stderr } = await sifaka(
      ['batch', '-', '-m', `sim:${profile}`, '-j', '1', '--metrics-port', '0', '--report', report],
      {
        input: Array.from({ length: 5 }, (_, index) => `heron ${index}\n`).join(''),
        env: { OPENAI_API_KEY: CANARY },
        started(child) {
          let seen = ''
          child.stderr?.on('data', (text: string) => (seen += text))
          child.stdout?.on('data', () => {
            const [, url = ''] = /metrics on (http:\S+)/.exec(seen) ?? []
            scraping = scrape(url).then(
              (found) => void scraped.push(found),
              () => undefined,
            )
          })
        },
      },
    )
    await scraping
    expect(code).toBeLessThanOrEqual(1)
    expect(stderr).toMatch(/metrics on http:\/\/127\.0\.0\.1:\d+\/metrics/)
    expect(scraped[0]?.type).toBe('text/plain; version=0.0.4; charset=utf-8')
    const texts = scraped.map(({ text }) => text)
    expect(texts.join('')).not.toMatch(/heron|canary/)
    const first = readExposition(texts[0] ?? '')
    expect(first.sum('sifaka_prompts_total')).toBeGreaterThanOrEqual(1)
    expect(first.sum('sifaka_prompts_in_flight')).toBeLessThanOrEqual(1)
    const { models } = JSON.parse(readFileSync(report, 'utf8')) as TimingReport
    const counted = readExposition(texts.at(-1) ?? '').sum('gen_ai_client_token_usage_sum')
    expect(counted).toBeLessThanOrEqual(
      models.reduce((sum, each) => sum + each.inputTokens + each.outputTokens, 0),
    )
    expect(counted).toBeGreaterThan(0)
  })

  it('that is taken ends the run before anything is sent', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const args = ['batch', '-', '-m', 'sim:writer', '--metrics-port', String(port)]
    const { code, stdout, stderr } = await sifaka(args, { input: 'Hi\n' })
    taken.close()
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(
      `--metrics-port: cannot start the server: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
    )
  })

  it.each(['65536', '-1', 'x'])('refuses %s', async (port) => {
    const args = ['batch', '-', '-m', 'sim:writer', '--metrics-port', port]
    const { code, stderr } = await sifaka(args, { input: 'Hi\n' })
    expect(code).toBe(2)
    expect(stderr).toContain('--metrics-port must be')
  })
})

describe('serve', () => {
  it('gives its metrics to clients with a token', async () => {
    const env = { SIFAKA_SERVE_TOKENS: 'token-one-12345', OPENAI_API_KEY: CANARY }
    const { url, stop } = await serve(['-m', 'sim:writer'], { env })
    const authorization = { authorization: 'Bearer token-one-12345' }
    let tokens = 0
    // The names of models come from requests.
    for (const model of ['sim:writer', `sim:${CANARY}`]) {
      const answer = await post(`${url}/v1/improve`, { prompt: 'A heron waits.', model }, authorization)
      const { usage } = (await answer.json()) as { usage: { inputTokens: number; outputTokens: number } }
      tokens += usage.inputTokens + usage.outputTokens
    }
    const without = await scrape(`${url}/metrics`)
    const { status, type, text } = await scrape(`${url}/metrics`, authorization)
    await stop()
    expect(without.status).toBe(401)
    expect({ status, type }).toEqual({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' })
    const { sum } = readExposition(text)
    expect(sum('sifaka_prompts_total')).toBe(2)
    expect(sum('gen_ai_client_token_usage_sum')).toBe(tokens)
    expect(text).not.toMatch(/heron|canary|token-one/)
  })
})
