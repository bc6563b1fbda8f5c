/** Compares two ICU messages: `{count, plural, one {# item} other {# items}}`. */
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import type { Fault } from '../shared/text-validator.ts'
import { findFragments, type FragmentKind } from './fragments.ts'

const CHOICE = /\{\s*[\w.-]+\s*,\s*(?:plural|selectordinal|select)\s*,/

/** The plural categories of all languages, from Unicode's CLDR. Each language has some of them. */
const CATEGORIES = new Set(['zero', 'one', 'two', 'few', 'many', 'other'])

/** Whether the text is a message that depends on a number or a choice. Other braces are plain placeholders. */
export const isIcuMessage = (text: string): boolean => CHOICE.test(text)

/** What a message, or one branch of it, must contain. */
interface Shape {
  /** The arguments and fragments, and the index at which each begins. */
  readonly parts: readonly (readonly [part: string, at: number])[]
  readonly choices: ReadonlyMap<string, Choice>
}

interface Choice {
  readonly at: number
  readonly isPlural: boolean
  readonly branches: ReadonlyMap<string, Shape>
}

/**
 * Returns how the text differs from the source in its arguments, branches and fragments. Categories of a plural may
 * differ, since each language has its own. Undefined if the source is not a valid message.
 */
export async function compareIcuMessages(
  source: string,
  text: string,
  kinds: ReadonlySet<FragmentKind>,
): Promise<Fault[] | undefined> {
  const { parse, TYPE } = await import('@formatjs/icu-messageformat-parser')
  // Numbers in words differ between the branches of a plural, and between languages.
  const compared = new Set([...kinds].filter((kind) => kind !== 'number' && kind !== 'code'))
  const read = (message: string) => parse(message, { ignoreTag: true, captureLocation: true })

  const shapeOf = (elements: readonly MessageFormatElement[]): Shape => {
    const parts: [string, number][] = []
    const choices = new Map<string, Choice>()
    for (const element of elements) {
      const at = element.location?.start.offset ?? 0
      if (element.type === TYPE.literal) {
        for (const { key, at: index } of findFragments(element.value, compared)) parts.push([key, at + index])
      } else if (element.type === TYPE.pound) parts.push(['#', at])
      else if (element.type === TYPE.select || element.type === TYPE.plural) {
        const isPlural = element.type === TYPE.plural
        const word = isPlural ? (element.pluralType === 'ordinal' ? 'selectordinal' : 'plural') : 'select'
        const offset = isPlural && element.offset !== 0 ? ` offset:${element.offset}` : ''
        const branches = new Map(
          Object.entries(element.options).map(([name, { value }]) => [name, shapeOf(value)] as const),
        )
        const name = `{${element.value}, ${word}${offset}}`
        const copies = [...choices.keys()].filter((each) => each.startsWith(name)).length
        choices.set(copies === 0 ? name : `${name} (${copies + 1})`, { at, isPlural, branches })
      } else if (element.type !== TYPE.tag) parts.push([argumentText(element), at])
    }
    return { parts, choices }
  }

  let wanted: Shape
  try {
    wanted = shapeOf(read(source))
  } catch {
    return undefined
  }
  try {
    return compareShapes(wanted, shapeOf(read(text)), '')
  } catch (error) {
    const { message, location } = Object(error) as {
      message: string
      location?: { start: { offset: number } }
    }
    const fault = message.toLowerCase().replaceAll('_', ' ')
    return [{ at: location?.start.offset ?? 0, message: `the text is not a valid ICU message: ${fault}` }]
  }
}

/** `{name}`, or with its type and style: `{day, date, short}`. */
function argumentText(element: MessageFormatElement): string {
  const { value, style, type } = element as { value: string; style?: unknown; type: number }
  const form = typeof style === 'object' && style !== null ? JSON.stringify(withoutLocation(style)) : style
  const word = ['', '', 'number', 'date', 'time'][type]
  return `{${[value, word, form].filter(Boolean).join(', ')}}`
}

const withoutLocation = (style: object): object => ({ ...style, location: undefined })

/** `where` names the branch, for messages. */
function compareShapes(source: Shape, text: Shape, where: string, hasOptionalPound = false): Fault[] {
  const faults: Fault[] = []
  const counted = ({ parts }: Shape) => parts.filter(([part]) => !(hasOptionalPound && part === '#'))
  const left = counted(source).map(([part]) => part)
  for (const [part, at] of counted(text)) {
    const index = left.indexOf(part)
    if (index >= 0) left.splice(index, 1)
    else faults.push({ at, message: `${part} is not in the source${where}` })
  }
  for (const part of left) faults.push({ at: 0, message: `${part} is missing${where}` })
  for (const [name, { at }] of text.choices) {
    if (!source.choices.has(name)) faults.push({ at, message: `${name} is not in the source${where}` })
  }
  for (const [name, choice] of source.choices) {
    const counterpart = text.choices.get(name)
    if (counterpart) faults.push(...compareChoices(name, choice, counterpart))
    else faults.push({ at: 0, message: `${name} is missing${where}` })
  }
  return faults
}

function compareChoices(name: string, source: Choice, text: Choice): Fault[] {
  const isCategory = (branch: string) => source.isPlural && CATEGORIES.has(branch)
  const missing = [...source.branches.keys()].filter(
    (branch) => !isCategory(branch) && !text.branches.has(branch),
  )
  return [
    ...missing.map((branch) => ({ at: text.at, message: `${name} has no branch "${branch}"` })),
    ...[...text.branches].flatMap(([branch, shape]) => {
      const isExtra = !source.branches.has(branch) && !isCategory(branch)
      const reference = source.branches.get(branch) ?? source.branches.get('other')
      if (isExtra || !reference) {
        return [{ at: text.at, message: `${name} has the branch "${branch}", which is not in the source` }]
      }
      const hasOptionalPound = source.isPlural && branch !== 'other'
      return compareShapes(reference, shape, ` in the branch "${branch}" of ${name}`, hasOptionalPound)
    }),
  ]
}
