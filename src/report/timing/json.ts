import type { TimingFormat } from '../results/format.ts'
import { toJson } from '../../util/json.ts'

export const json: TimingFormat = {
  name: 'json',
  summary: 'every figure, for programs',
  extensions: ['.json'],
  render: (report) => `${toJson(report, 2)}\n`,
}
