/** Corrects a match by the action of its rule. */
import { compileExpression } from '../text/compile-expression.ts'
import type { CommonOptions } from './rule.ts'

/**
 * The text that certainly belongs in the place of the match. The action `remove` gives none: what belongs between the
 * words around the match is not certain. Neither does `suggest`, nor a replacement with several alternatives.
 */
export function replacementOf(match: string, action: CommonOptions['action']): string | undefined {
  const { name, params = [] } = action ?? {}
  if (name === 'replace') return params.length === 1 ? params[0] : undefined
  return name === 'edit' ? edit(match, params) : undefined
}

function edit(match: string, [method = '', first = '', second = '']: readonly string[]): string | undefined {
  switch (method) {
    case 'trim':
      return trimStart(trimEnd(match, first), first).trim()
    case 'trim_left':
      return trimStart(match, first).trim()
    case 'trim_right':
      return trimEnd(match, first).trim()
    case 'truncate':
      return match.split(first, 1)[0]?.trim()
    case 'split':
      return match.split(first)[Number(second)]?.trim()
    case 'regex':
      return match.replace(compileExpression(first, 'gu'), second.replace(/\$\{(\w+)\}/g, '$$$1')).trim()
    default:
      return undefined
  }
}

function trimStart(text: string, characters: string): string {
  let at = 0
  while (at < text.length && characters.includes(text.charAt(at))) at++
  return text.slice(at)
}

function trimEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
