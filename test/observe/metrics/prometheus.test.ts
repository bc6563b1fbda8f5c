import { describe, expect, it } from 'vitest'
import { ModelTimes } from '../../../src/observe/timing/model-times.ts'
import { createMetrics } from '../../../src/observe/metrics/metrics.ts'
import { createMetricStore } from '../../../src/observe/metrics/prometheus.ts'
import { readExposition } from '../../helpers/exposition.ts'
import { run } from '../../helpers/loop.ts'
import { testScope } from '../../helpers/scope.ts'
import { stacked } from '../../middleware/stacking.ts'
import { scriptedCritic, scriptedModel, scriptedValidator } from '../../helpers/scripted.ts'

describe('the text format of Prometheus', () => {
  it('escapes label values', () => {
    const { record, render } = createMetricStore()
    record('sifaka.prompts', 1, { outcome: 'a "quoted"\\\nname' })
    expect(render()).toBe(
      '# HELP sifaka_prompts_total Prompts that ended, by outcome.\n' +
        '# TYPE sifaka_prompts_total counter\n' +
        'sifaka_prompts_total{outcome="a \\"quoted\\"\\\\\\nname"} 1\n',
    )
  })

  it.each([
    [0.001, '0.001'],
    [0.0011, '0.01'],
    [600, '600'],
    [601, '+Inf'],
  ])('counts %d in the bucket up to %s, and in all above', (value, bound) => {
    const { record, render } = createMetricStore()
    record('sifaka.iteration.duration', value)
    const { samples } = readExposition(render())
    const filled = samples.filter(({ name, value: count }) => name.endsWith('_bucket') && count === 1)
    expect(filled[0]?.labels['le']).toBe(bound)
    expect(samples.filter(({ name }) => name.endsWith('_bucket'))).toHaveLength(14)
  })

  it('keeps the last value of a gauge, and the total of a counter', () => {
    const { record, render } = createMetricStore()
    for (const value of [0.5, 0.25]) {
      record('sifaka.rate_limit.utilisation', value, { unit: 'requests' })
      record('sifaka.cost', value)
    }
    const { sum } = readExposition(render())
    expect(sum('sifaka_rate_limit_utilisation_ratio')).toBe(0.25)
    expect(sum('sifaka_cost_usd_total')).toBe(0.75)
  })

  it('counts label values beyond a thousand together', () => {
    const { record, render } = createMetricStore()
    for (let index = 0; index < 3000; index++) record('sifaka.cache.hits', 1, { model: `m:${index}` })
    const { samples, sum } = readExposition(render())
    expect(samples.length).toBe(1001)
    expect(sum('sifaka_cache_hits_total')).toBe(3000)
    expect(sum('sifaka_cache_hits_total', { model: 'other' })).toBe(2000)
  })
})

describe('the metrics of a run', () => {
  it('count what happened, with the conventional names', async () => {
    const metrics = createMetrics((text) => text)
    const scope = testScope({ emit: (event) => metrics.on(event) })
    const model = scriptedModel(['one', 'two'], 500, 'openai:gpt-x')
    await run(
      {
        generator: stacked(model),
        validators: [scriptedValidator('length', (text) => text === 'two')],
        critics: [scriptedCritic('reflexion', [true])],
      },
      {},
      scope,
    )
    const { sum } = readExposition(metrics.render())
    const chat = {
      gen_ai_operation_name: 'chat',
      gen_ai_provider_name: 'openai',
      gen_ai_request_model: 'gpt-x',
      gen_ai_response_model: 'test-1',
    }
    expect(sum('gen_ai_client_token_usage_sum', { ...chat, gen_ai_token_type: 'input' })).toBe(20)
    expect(sum('gen_ai_client_token_usage_sum', { ...chat, gen_ai_token_type: 'output' })).toBe(10)
    expect(sum('gen_ai_client_operation_duration_seconds_sum', chat)).toBe(1)
    expect(sum('gen_ai_client_operation_duration_seconds_count', chat)).toBe(2)
    expect(sum('sifaka_prompts_total', { outcome: 'accepted' })).toBe(1)
    expect(sum('sifaka_prompts_in_flight')).toBe(0)
    expect(sum('sifaka_calls_in_flight')).toBe(0)
    expect(sum('sifaka_prompt_iterations_sum')).toBe(2)
    expect(sum('sifaka_validation_duration_seconds_count', { validator: 'length', result: 'failed' })).toBe(1)
    expect(sum('sifaka_validation_duration_seconds_count', { validator: 'length', result: 'passed' })).toBe(1)
    expect(sum('sifaka_critique_duration_seconds_count', { critic: 'reflexion', result: 'approved' })).toBe(2)
    expect(sum('process_memory_usage_bytes')).toBeGreaterThan(1_000_000)
  })

  it('and the report tell apart calls in flight that have the same path', async () => {
    const metrics = createMetrics((text) => text)
    const times = new ModelTimes()
    const scope = testScope({
      emit(event) {
        metrics.on(event)
        times.on(event)
      },
    })
    const model = stacked(scriptedModel(['text'], 100, 'openai:gpt-x'))
    await Promise.all([1, 2, 3].map(() => model.generate({ messages: [] }, scope)))
    const { sum } = readExposition(metrics.render())
    expect(sum('gen_ai_client_operation_duration_seconds_count')).toBe(3)
    expect(sum('gen_ai_client_token_usage_sum', { gen_ai_token_type: 'input' })).toBe(30)
    expect(times.rows()).toMatchObject([{ calls: 3, inputTokens: 30, outputTokens: 15 }])
  })
})
