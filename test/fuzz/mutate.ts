/** Mutated inputs for parsers of foreign data. Each input follows from its number. */
import { seededRandom } from '../../src/util/random.ts'

const SPICES = [
  '"',
  "'",
  '{',
  '[',
  ']',
  '}',
  ',',
  '\n',
  '\r',
  '\0',
  '\\',
  ':',
  '-',
  '&a',
  '*a',
  '!!js',
  '\ufeff',
  '\u2028',
  '𝒳',
  '__proto__',
  '1e999',
  '<<:',
  '=',
  '|',
  '\t',
  '#',
  '\ud800',
]

/** Removes, doubles, inserts and changes pieces of the sample. */
export function mutate(sample: string | Buffer, number: number): Buffer {
  const random = seededRandom(number)
  let bytes: Buffer = Buffer.from(sample)
  const draw = (max: number) => Math.floor(random() * max)
  for (let changes = 1 + draw(6); changes > 0; changes--) {
    const at = draw(bytes.length + 1)
    const end = Math.min(bytes.length, at + draw(12))
    const piece = bytes.subarray(at, end)
    const spice = Buffer.from(SPICES[draw(SPICES.length)] ?? '')
    const inserted =
      [Buffer.alloc(0), Buffer.concat([piece, piece]), spice, Buffer.from([draw(256)])][draw(4)] ?? spice
    const [from, to] = draw(2) === 0 ? [at, end] : [at, at]
    bytes = Buffer.concat([bytes.subarray(0, from), inserted, bytes.subarray(to)])
  }
  return bytes
}

const { LONG, FUZZ } = process.env

/** The number of inputs of all parsers together: a few thousand, or a million with LONG. */
export const totalInputs = Number(FUZZ ?? (LONG ? 1_000_000 : 6000))
