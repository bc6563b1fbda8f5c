import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { TimingReport } from '../../src/core/timing-report.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { mismatches, OPERATIONS } from '../helpers/gen-ai-conventions.ts'
import { attributesOf, openSink } from '../helpers/otlp-sink.ts'
import { post, serve } from '../helpers/served.ts'

const folder = temporaryFolder()
const CANARY = 'sk-canary-5f1e9d7c3b'

describe('telemetry that the variables of OpenTelemetry ask for', () => {
  it('matches the conventions for generative AI', async () => {
    const { sink, env } = await openSink()
    const report = folder.path('report.json')
    const profile = folder.write('faults.json', { faults: [{ kind: 'overloaded', share: 0.5, times: 1 }] })
    const { code, stderr } = await sifaka(
      [
        'batch',
        '-',
        '-m',
        `sim:${profile}`,
        '--max-words=60',
        '--critic=reflexion',
        '--critic=self-consistency',
        '--temperature=0.7',
        '--max-tokens=500',
        '--seed=3',
        '-n2',
        `--report=${report}`,
      ],
      {
        input: 'zebra stripes\notter holds\n',
        env: {
          ...env,
          OTEL_SERVICE_NAME: 'shop',
          OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
          OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${CANARY}`,
        },
      },
    )
    expect(code).toBeLessThanOrEqual(1)
    expect(stderr).not.toContain('telemetry')
    const spans = sink.spans()
    const resource = { 'service.name': 'shop', 'deployment.environment.name': 'test' }
    for (const each of sink.resources()) expect(each).toMatchObject(resource)
    expect(sink.requests.every(({ headers }) => headers['authorization'] === `Bearer ${CANARY}`)).toBe(true)

    const chats = spans.filter(({ name }) => name.startsWith('chat '))
    const timing = JSON.parse(readFileSync(report, 'utf8')) as TimingReport
    const sum = (name: string) =>
      chats.reduce((total, each) => total + Number(attributesOf(each)[name] ?? 0), 0)
    const totals = timing.models.map(({ inputTokens, outputTokens }) => [inputTokens, outputTokens])
    expect([[sum('gen_ai.usage.input_tokens'), sum('gen_ai.usage.output_tokens')]]).toEqual(totals)
    for (const span of spans) {
      expect(mismatches(attributesOf(span))).toEqual([])
      for (const event of span.events.filter(({ name }) => name.startsWith('gen_ai.'))) {
        expect(event.name).toBe('gen_ai.evaluation.result')
        expect(mismatches(attributesOf(event))).toEqual([])
      }
    }
    for (const chat of chats) {
      const attributes = attributesOf(chat)
      expect(chat.name).toBe(`chat ${String(attributes['gen_ai.request.model'])}`)
      expect(chat.kind).toBe(3)
      expect(OPERATIONS).toContain(attributes['gen_ai.operation.name'])
      expect(attributes).toMatchObject({
        'gen_ai.provider.name': 'sim',
        'gen_ai.response.finish_reasons': ['stop'],
      })
    }
    const draft = chats.find((each) => attributesOf(each)['gen_ai.request.seed'] === 3)
    expect(draft && attributesOf(draft)).toMatchObject({
      'gen_ai.request.max_tokens': 500,
      'gen_ai.request.temperature': 0.7,
    })

    // Each validation and critique is the result of an evaluation of a draft.
    const validations = timing.validators.reduce((total, { runs }) => total + runs, 0)
    const critiques = timing.critics.reduce((total, { runs }) => total + runs, 0)
    const evaluations = chats.flatMap(({ events }) => events).filter(({ name }) => name.startsWith('gen_ai.'))
    const names = evaluations.map((each) => String(attributesOf(each)['gen_ai.evaluation.name']))
    expect(names.filter((name) => name === 'length')).toHaveLength(validations)
    expect(names.filter((name) => name !== 'length')).toHaveLength(critiques)
    for (const each of evaluations) {
      const label = attributesOf(each)['gen_ai.evaluation.score.label']
      expect(label ?? attributesOf(each)['error.type']).toMatch(/^(pass|fail)$/)
    }

    // One trace per prompt, in which everything has a parent.
    const roots = spans.filter(({ parentSpanId }) => !parentSpanId)
    expect(roots.map(({ name }) => name)).toEqual(['invoke_workflow improve', 'invoke_workflow improve'])
    const ids = new Set(spans.map(({ spanId }) => spanId))
    expect(spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))).toEqual([])
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2)
    for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
      expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true)
    }

    const metrics = sink.metrics()
    const usage = metrics.get('gen_ai.client.token.usage')
    expect(usage?.unit).toBe('{token}')
    const points = usage?.histogram?.dataPoints ?? []
    expect(points[0]?.explicitBounds).toEqual([
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
    ])
    const tokens = (type: string) =>
      points
        .filter((point) => attributesOf(point)['gen_ai.token.type'] === type)
        .reduce((total, point) => total + (point.sum ?? 0), 0)
    expect([[tokens('input'), tokens('output')]]).toEqual(totals)
    const duration = metrics.get('gen_ai.client.operation.duration')
    expect(duration?.unit).toBe('s')
    expect(duration?.histogram?.dataPoints[0]?.explicitBounds).toEqual([
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ])
    for (const point of [...points, ...(duration?.histogram?.dataPoints ?? [])]) {
      expect(mismatches(attributesOf(point))).toEqual([])
    }

    const bodies = sink.requests.map(({ body }) => body.toString()).join('\n')
    expect(bodies).not.toMatch(/zebra|otter/i)
    expect(bodies).not.toContain(CANARY)
  })

  it('has texts only if the environment says so, without keys, but with the addresses in them', async () => {
    const { sink, env } = await openSink()
    const variable = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' }
    const args = [
      'improve',
      `A zebra named ${CANARY} in postgres://user:password@localhost/zoo`,
      '-m',
      'sim:writer',
      '--max-words',
      '90',
      '-s',
      'Be brief.',
    ]
    await sifaka(args, { env: { ...env, ...variable, OPENAI_API_KEY: CANARY } })
    const chat = sink.spans().find((each) => each.events.length > 0)
    const attributes = chat ? attributesOf(chat) : {}
    expect(mismatches(attributes)).toEqual([])
    const text = 'A zebra named *** in postgres://user:password@localhost/zoo'
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toMatchObject([
      { role: 'user', parts: [{ type: 'text', content: expect.stringContaining(text) as string }] },
    ])
    expect(JSON.parse(String(attributes['gen_ai.system_instructions']))).toMatchObject([{ type: 'text' }])
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toMatchObject([
      { role: 'assistant', parts: [{ type: 'text' }], finish_reason: 'stop' },
    ])
    expect(chat?.events.map((each) => attributesOf(each)['gen_ai.evaluation.explanation'])).toEqual([
      expect.stringContaining('words') as string,
      expect.any(String) as string,
    ])
    expect(sink.text()).not.toContain(CANARY)
  })

  it('is sent as protobuf on demand', async () => {
    const { sink, env } = await openSink()
    const variables = { ...env, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }
    await sifaka(['improve', 'Hi', '-m', 'sim:writer'], { env: variables })
    expect(sink.requests.map(({ path }) => path).toSorted()).toEqual(['/v1/metrics', '/v1/traces'])
    for (const { headers, body } of sink.requests) {
      expect(headers['content-type']).toBe('application/x-protobuf')
      expect(body[0]).toBe(0x0a)
    }
  })

  it('comes from validate, serve and an interrupted batch, too', async () => {
    const checked = await openSink()
    const text = folder.write('text.txt', 'one two three')
    const { code } = await sifaka(['validate', text, '--max-words', '2'], { env: checked.env })
    expect(code).toBe(1)
    const [span] = checked.sink.spans()
    expect(span?.name).toBe('validation length')
    expect(span?.events.map(attributesOf)).toMatchObject([{ 'gen_ai.evaluation.score.label': 'fail' }])

    const served = await openSink()
    const { url, stop } = await serve(['-m', 'sim:writer'], { env: served.env })
    await post(`${url}/v1/improve`, { prompt: 'Hi' })
    await stop()
    expect(served.sink.spans().map(({ name }) => name)).toContain('invoke_workflow improve')

    const stopped = await openSink()
    const profile = folder.write('slow.json', {
      latency: { firstTokenMs: 20, tail: { share: 0.5, factor: 90 } },
    })
    const ran = await sifaka(['batch', '-', '-m', `sim:${profile}`, '--no-critics', '--unordered'], {
      input: Array.from({ length: 20 }, (_, index) => `prompt ${index}\n`).join(''),
      env: stopped.env,
      started: (child) => child.stdout?.once('data', () => child.kill('SIGINT')),
    })
    expect(ran.code).toBe(130)
    const names = stopped.sink.spans().map(({ name }) => name)
    expect(names.filter((name) => name === 'invoke_workflow improve').length).toBeGreaterThan(1)
  })
})
