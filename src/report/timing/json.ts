import type { TimingFormat } from '../format.ts'
import { toJson } from '../json.ts'

export const json: TimingFormat = {
  name: 'json',
  summary: 'every figure, for programs',
  extensions: ['.json'],
  render: (report) => `${toJson(report, 2)}\n`,
}
