import { readRows } from '../../../src/cli/input/read-rows.ts'
import type { InputFormat } from '../../../src/cli/input/formats.ts'
import { chunksOf } from '../../helpers/chunks.ts'

export async function rowsOf(text: string | Buffer, format: InputFormat, size?: number) {
  const rows = []
  for await (const some of readRows(chunksOf(Buffer.from(text), size), {
    format,
    name: 'in',
    promptField: 'prompt',
  })) {
    rows.push(...some)
  }
  return rows
}
