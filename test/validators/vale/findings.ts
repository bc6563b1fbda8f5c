import { vale } from '../../../src/validators/vale/vale.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { validate } from '../validate.ts'

const folder = temporaryFolder()
let folders = 0

/** Writes a style with one rule, and returns its folder. */
function styleOf(rule: string): string {
  const name = `styles-${folders++}/House`
  folder.write(`${name}/Rule.yml`, `message: "No '%s'."\n${rule}`)
  return folder.path(name)
}

/** The findings of a rule, as `line:column-endColumn message -> replacement`. */
export async function findings(rule: string, text: string): Promise<string[]> {
  const { findings: found = [] } = await validate(vale, { style: styleOf(rule) }, text)
  return found.map(({ line, column, endColumn, message, replacement }) => {
    const place = `${line}:${column}${endColumn === undefined ? '' : `-${endColumn}`}`
    return `${place} ${message}${replacement === undefined ? '' : ` -> ${replacement}`}`
  })
}
