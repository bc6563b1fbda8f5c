import { expect, it } from 'vitest'
import { renderModels, type ModelRow } from '../../../src/report/models/rows.ts'

const unknown: ModelRow = {
  model: 'mine:m',
  price: null,
  contextTokens: null,
  isDeprecated: false,
  shutdownDate: null,
  replacement: null,
  isAvailable: null,
}
const luna: ModelRow = {
  ...unknown,
  model: 'openai:gpt-6-luna',
  price: {
    input: 0.1,
    cachedInput: 0.0125,
    output: 12,
    above: [{ inputTokens: 272_000, input: 0.2, output: 18 }],
  },
  contextTokens: 1_050_000,
  isAvailable: true,
}

it('models are a table', () => {
  const rows = [
    luna,
    { ...luna, model: 'openai:gpt-old', shutdownDate: '2026-10-23', isAvailable: false },
    { ...unknown, shutdownDate: '2027-01-14', isDeprecated: true },
    { ...unknown, isDeprecated: true },
  ]
  const text = renderModels(rows, new Date('2026-11-28T00:00:00Z'))
  expect(`\n${text}`).toBe(`
model              input  cached  output           long prompts  context  lifetime
openai:gpt-6-luna   0.10  0.0125   12.00  0.20/18.00 above 272K    1.05M
openai:gpt-old      0.10  0.0125   12.00  0.20/18.00 above 272K    1.05M  ended 2026-10-23, not available
mine:m                                                                    ends 2027-01-14
mine:m                                                                    deprecated
`)
})
