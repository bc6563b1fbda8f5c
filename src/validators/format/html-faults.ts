/**
 * Finds faults in HTML that a browser silently corrects: elements that are never closed or closed in the wrong order,
 * tags that never end, duplicate attributes, unknown character references. Also finds text around the elements, such as
 * "Sure:" before the first one.
 */
import { DefaultMap } from '../../util/default-map.ts'
import type { UnplacedFault } from '../shared/text-validator.ts'
import { wordSet } from '../../util/text/word-set.ts'

const VOID_ELEMENTS = wordSet('area base br col embed hr img input link meta param source track wbr')
/** Elements with text content, which ends only at the element's own end tag. */
const TEXT_ELEMENTS = wordSet('script style textarea title')
/** For these elements and all elements inside them, `/>` closes the element. */
const FOREIGN_ELEMENTS = ['svg', 'math']
/** Elements whose end tags may be omitted. */
const OPTIONAL_END = wordSet(
  'html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rt rp',
)
/** Within each group, the start of one element closes an open element. */
const SIBLING_GROUPS = ['li', 'dt dd', 'option', 'td th', 'tr', 'thead tbody tfoot', 'rt rp'].map(wordSet)
/** Elements that are not allowed in a paragraph: their start closes it. */
const CLOSES_PARAGRAPH = wordSet(
  'address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header ' +
    'hgroup hr main menu nav ol p pre section table ul',
)

const TAG = /<(\/?)([A-Za-z][^\s/>]*)/y
const COMMENT_OR_DECLARATION = /(<!--)[^]*?(?:(-->)|$)|<(?:![A-Za-z[]|\?)[^>]*(>?)/y
const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/y
const TAG_END = /\s*(\/?)>/y
const REFERENCE = /&(?:#\d+|#x[\da-f]+|[a-z][\da-z]*);/gi

const MAX_FAULTS = 1000

type Report = (at: number, fault: string) => void

/** `isCharacter` tells whether a reference such as `&copy;` is known. */
export function findHtmlFaults(text: string, isCharacter: (reference: string) => boolean): UnplacedFault[] {
  const faults: { readonly at: number; readonly message: string }[] = []
  const report: Report = (at, message) => void (faults.length < MAX_FAULTS && faults.push({ at, message }))
  const elements = trackElements(report)
  let hasElement = false
  const reportText = (from: number, to: number, where: string) => {
    const length = text.slice(from, to).search(/\S/)
    if (length !== -1) report(from + length, `text ${where}`)
  }
  /** The end of the last comment, declaration, script or style. Within these, character references have no meaning. */
  let referencesFrom = 0
  const skipReferences = (from: number, to: number) => {
    for (const { 0: reference, index } of text.slice(referencesFrom, from).matchAll(REFERENCE)) {
      if (!isCharacter(reference)) report(referencesFrom + index, `${reference} is not a known character`)
    }
    referencesFrom = to
  }

  reportText(0, Math.max(0, text.indexOf('<')), 'before the first element')
  let end = 0
  for (let at = text.indexOf('<'); at !== -1 && faults.length < MAX_FAULTS; at = text.indexOf('<', end)) {
    const special = match(COMMENT_OR_DECLARATION, text, at)
    const tag = match(TAG, text, at)
    if (special) {
      const [whole, comment, commentEnd, declarationEnd] = special
      if (comment && !commentEnd) report(at, 'comment is never closed')
      if (!comment && !declarationEnd) report(at, 'declaration never ends')
      end = at + whole.length
      skipReferences(at, end)
    } else if (tag) {
      const [head, slash, written = ''] = tag
      const name = written.toLowerCase()
      end = readAttributes(text, at + head.length, (attribute) =>
        report(at, `attribute ${attribute} is duplicated`),
      )
      const tagEnd = match(TAG_END, text, end)
      end += tagEnd?.[0].length ?? 0
      if (!tagEnd) report(at, `<${slash}${name} never ends`)
      else if (slash) elements.close(name, at)
      else {
        hasElement = true
        if (elements.open(name, at, tagEnd[1] === '/')) {
          const length = text.slice(end).search(new RegExp(`</${name}\\s*>`, 'i'))
          const contentEnd = length === -1 ? text.length : end + length
          if (name === 'script' || name === 'style') skipReferences(end, contentEnd)
          end = contentEnd
        }
      }
    } else {
      report(at, '"<" does not begin a tag; write &lt;')
      end = at + 1
    }
  }
  // A tag that never ends is reported already.
  if (elements.areAllClosed() && text.charAt(end - 1) === '>')
    reportText(end, text.length, 'after the last element')
  elements.finish()
  skipReferences(text.length, text.length)
  if (!hasElement && faults.every(({ message }) => message.startsWith('text ')))
    return [{ message: 'no HTML element' }]
  return faults.toSorted((one, other) => one.at - other.at)
}

/** Tracks the open elements, and reports those that are closed wrongly or never. */
function trackElements(report: Report) {
  const stack: { readonly name: string; readonly at: number }[] = []
  const openCounts = new DefaultMap<string, number>(() => 0)
  const add = (name: string, difference: number) => openCounts.set(name, openCounts.get(name) + difference)
  const pop = () => add(stack.pop()?.name ?? '', -1)
  return {
    /** Returns whether the element contains only text up to its end tag. */
    open(name: string, at: number, selfClosing: boolean): boolean {
      const top = stack.at(-1)?.name ?? ''
      if (top === 'p' && CLOSES_PARAGRAPH.has(name)) pop()
      if (SIBLING_GROUPS.some((group) => group.has(top) && group.has(name))) pop()
      const isForeign = FOREIGN_ELEMENTS.some((each) => each === name || openCounts.get(each) > 0)
      if (VOID_ELEMENTS.has(name) || (selfClosing && isForeign)) return false
      if (selfClosing) report(at, `<${name}/> does not close the element`)
      stack.push({ name, at })
      add(name, 1)
      return TEXT_ELEMENTS.has(name) && !isForeign
    },
    close(name: string, at: number): void {
      if (VOID_ELEMENTS.has(name)) return report(at, `</${name}> is invalid: <${name}> has no end tag`)
      if (openCounts.get(name) === 0) return report(at, `</${name}> closes no open element`)
      for (const inner of stack.splice(stack.findLastIndex((each) => each.name === name))) {
        add(inner.name, -1)
        if (inner.name !== name && !OPTIONAL_END.has(inner.name))
          report(at, `</${name}> comes before <${inner.name}> is closed`)
      }
    },
    areAllClosed: () => stack.length === 0,
    finish(): void {
      for (const { name, at } of stack) if (!OPTIONAL_END.has(name)) report(at, `<${name}> is never closed`)
    },
  }
}

/** Returns the index at which the attributes of a tag end. */
function readAttributes(text: string, from: number, onDuplicate: (name: string) => void): number {
  const seen = new Set<string>()
  let at = from
  for (let found = match(ATTRIBUTE, text, at); found; found = match(ATTRIBUTE, text, at)) {
    const name = (found[1] ?? '').toLowerCase()
    if (seen.has(name)) onDuplicate(name)
    seen.add(name)
    at += found[0].length
  }
  return at
}

function match(sticky: RegExp, text: string, at: number): RegExpExecArray | undefined {
  sticky.lastIndex = at
  return sticky.exec(text) ?? undefined
}
