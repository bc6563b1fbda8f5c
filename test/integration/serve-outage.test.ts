/** `sifaka serve` outlives the faults of its provider. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { post, serve } from '../helpers/served.ts'

const ANSWER = {
  id: '1',
  object: 'chat.completion',
  model: 'writer',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Rain falls.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
}

it.each([
  ['refused the key', 401, 'auth'],
  ['closed all connections', undefined, 'down'],
])('texts are written again once the provider works that %s', async (_, fault, code) => {
  let works = false
  const provider = createServer((request, response) => {
    if (works) response.setHeader('content-type', 'application/json').end(JSON.stringify(ANSWER))
    else if (fault === undefined) request.socket.destroy()
    else response.writeHead(fault).end()
  })
  provider.listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const { port } = provider.address() as AddressInfo
  const env = { OPENAI_API_KEY: 'sk-of-the-service', OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` }
  const args = ['--model', 'openai:writer', '--no-critics', '--no-cache', '--no-store', '--no-stream']
  const served = await serve(args, { env })
  const ask = async () => {
    const body = { model: 'default', messages: [{ role: 'user', content: 'Write about rain' }] }
    const response = await post(`${served.url}/v1/chat/completions`, body)
    return { status: response.status, text: await response.text() }
  }
  try {
    const failed = await ask()
    expect(JSON.parse(failed.text)).toMatchObject({ error: { code } })
    expect(failed.text).not.toContain('resume')
    works = true
    await expect.poll(ask, { timeout: 20_000, interval: 500 }).toMatchObject({ status: 200 })
  } finally {
    await served.stop()
    provider.close()
  }
})
