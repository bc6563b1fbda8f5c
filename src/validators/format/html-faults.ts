/**
 * What a browser forgives in HTML and its author did not mean: elements that are never closed or closed in the
 * wrong order, tags that never end, attributes given twice, references to no character.
 */
import { position } from '../shared/position.ts'

const set = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const VOID = set('area base br col embed hr img input link meta param source track wbr')
const RAW = set('script style textarea title')
const FOREIGN = set('svg math')
/** Their end tags may be left out. */
const OPTIONAL = set(
  'html head body p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rt rp',
)
/** What starts after an open one of the same group ends that one. */
const SIBLINGS: readonly ReadonlySet<string>[] = [
  set('li'),
  set('dt dd'),
  set('option'),
  set('td th'),
  set('tr'),
  set('thead tbody tfoot'),
  set('rt rp'),
]
/** These cannot stand in a paragraph: they end it. */
const ENDS_PARAGRAPH = set(
  'address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header ' +
    'hgroup hr main menu nav ol p pre section table ul',
)

const TAG = /<(\/?)([A-Za-z][^\s/>]*)/y
const COMMENT = /<!--|<![A-Za-z[]|<\?/y
const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/y
const TAG_END = /\s*(\/?)>/y
const REFERENCE = /&(?:#\d+|#x[\da-f]+|[a-z][\da-z]*);/gi

/** To find a place takes time; no message shows more. */
const SHOWN = 5
/** Enough to be sure that it is no HTML. */
const MOST = 1000

interface Open {
  readonly name: string
  readonly at: number
}

export interface HtmlFaults {
  readonly faults: readonly string[]
  /** How many elements there are. */
  readonly elements: number
}

/** Each fault with its place. `isCharacter` knows whether `&copy;` stands for one. */
export function findHtmlFaults(text: string, isCharacter: (reference: string) => boolean): HtmlFaults {
  const found: { readonly at: number; readonly fault: string }[] = []
  const report = (at: number, fault: string) => void (found.length < MOST && found.push({ at, fault }))
  const open: Open[] = []
  const opened = new Map<string, number>()
  const opaque: { readonly from: number; readonly to: number }[] = []
  let elements = 0
  let foreign = 0

  const pop = () => {
    const { name = '' } = open.pop() ?? {}
    opened.set(name, (opened.get(name) ?? 1) - 1)
    if (FOREIGN.has(name)) foreign--
  }
  const unclosed = ({ name, at }: Open) => OPTIONAL.has(name) || report(at, `<${name}> is never closed`)
  /** Whether only its end tag ends what follows. */
  const start = (name: string, at: number, selfClosing: boolean): boolean => {
    elements++
    const top = open.at(-1)?.name ?? ''
    if (top === 'p' && ENDS_PARAGRAPH.has(name)) pop()
    if (SIBLINGS.some((group) => group.has(top) && group.has(name))) pop()
    if (VOID.has(name) || (selfClosing && (foreign > 0 || FOREIGN.has(name)))) return false
    if (selfClosing) report(at, `<${name}/> does not close itself`)
    open.push({ name, at })
    opened.set(name, (opened.get(name) ?? 0) + 1)
    if (FOREIGN.has(name)) foreign++
    return RAW.has(name) && foreign === 0
  }
  const close = (name: string, at: number) => {
    if (VOID.has(name)) report(at, `</${name}> is no end tag: <${name}> has none`)
    else if (!opened.get(name)) report(at, `</${name}> closes nothing that is open`)
    if (!opened.get(name)) return
    const index = open.findLastIndex((each) => each.name === name)
    for (const inner of open.slice(index + 1)) {
      if (!OPTIONAL.has(inner.name)) report(at, `</${name}> comes before <${inner.name}> is closed`)
    }
    while (open.length > index) pop()
  }

  let at = text.indexOf('<')
  while (at !== -1 && found.length < MOST) {
    let end = at + 1
    const special = match(COMMENT, text, at)
    const tag = match(TAG, text, at)
    if (special) {
      const mark = special[0] === '<!--' ? '-->' : '>'
      const stop = text.indexOf(mark, at + special[0].length)
      if (stop === -1)
        report(at, special[0] === '<!--' ? 'comment is never closed' : 'declaration never ends')
      end = stop === -1 ? text.length : stop + mark.length
      opaque.push({ from: at, to: end })
    } else if (tag) {
      const [head, slash, written = ''] = tag
      const name = written.toLowerCase()
      const rest = readAttributes(text, at + head.length, (name) =>
        report(at, `attribute ${name} is given twice`),
      )
      const finish = match(TAG_END, text, rest)
      end = finish ? rest + finish[0].length : Math.max(rest, at + head.length)
      if (!finish) report(at, `<${slash}${name} never ends`)
      else if (slash) close(name, at)
      else if (start(name, at, finish[1] === '/')) {
        const closing = text.slice(end).search(new RegExp(`</${name}\\s*>`, 'i'))
        const to = closing === -1 ? text.length : end + closing
        if (name === 'script' || name === 'style') opaque.push({ from: end, to })
        end = to
      }
    } else report(at, '"<" begins no tag, &lt; is meant')
    at = text.indexOf('<', end)
  }
  open.slice(0, MOST).forEach(unclosed)
  let next = 0
  for (const { 0: reference, index } of text.matchAll(REFERENCE)) {
    while ((opaque[next]?.to ?? Infinity) <= index) next++
    const read = index < (opaque[next]?.from ?? Infinity)
    if (read && !isCharacter(reference)) report(index, `${reference} stands for no character`)
  }
  const faults = found
    .toSorted((one, other) => one.at - other.at)
    .map(({ at: place, fault }, index) => (index < SHOWN ? `${fault} at ${position(text, place)}` : fault))
  return { faults, elements }
}

/** Where the attributes end. */
function readAttributes(text: string, from: number, twice: (name: string) => void): number {
  const seen = new Set<string>()
  let at = from
  for (let found = match(ATTRIBUTE, text, at); found; found = match(ATTRIBUTE, text, at)) {
    const name = (found[1] ?? '').toLowerCase()
    if (seen.has(name)) twice(name)
    seen.add(name)
    at += found[0].length
  }
  return at
}

function match(sticky: RegExp, text: string, at: number): RegExpExecArray | undefined {
  sticky.lastIndex = at
  return sticky.exec(text) ?? undefined
}
