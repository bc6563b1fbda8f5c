import type { TimingFormat } from '../../core/formats.ts'
import { toJson } from '../../util/json.ts'

export const jsonTiming: TimingFormat = {
  name: 'json',
  extensions: ['.json'],
  render: (report) => `${toJson(report, 2)}\n`,
}
