import { programVersion } from '../../../engine/program-version.ts'
import type { DoctorCheck } from './check.ts'

const RECOMMENDED_NODE = 24

export const versionsCheck: DoctorCheck = {
  name: 'versions',
  async run() {
    const { node } = process.versions
    const isOld = Number.parseInt(node, 10) < RECOMMENDED_NODE
    return [
      { status: 'ok', text: `sifaka ${programVersion()}` },
      {
        status: isOld ? 'note' : 'ok',
        text: `Node ${node} on ${process.platform} ${process.arch}`,
        cure: isOld ? `Node ${RECOMMENDED_NODE} is recommended` : undefined,
      },
    ]
  },
}
