/** Compiles users' regular expressions, which may be written for other programs. */

/** Matches escapes that need the flag u, such as `\p{L}`, and escapes of other dialects, such as `\A`. */
const NEEDS_FLAG_U = /^\\(?:[pPu]\{|[ace-fg-jlmoq-qyzACE-OQRTUVX-Z])/

/**
 * Compiles an expression. If only the flag u refuses it, as it does `\-`, `\_` and `{`, the expression is compiled
 * without this flag, unless that would change its meaning: without the flag, `\p{L}` matches "p{L}", and `\A` matches
 * A.
 */
export function compileExpression(source: string, flags: string): RegExp {
  try {
    return RegExp(source, flags)
  } catch (error) {
    const escapes = source.match(/\\(?:[pPu]\{|[^])/g) ?? []
    if (!/^[^v]*u[^v]*$/.test(flags) || escapes.some((escape) => NEEDS_FLAG_U.test(escape))) throw error
    return RegExp(source, flags.replace('u', ''))
  }
}

/**
 * Lets `$` match before a line end at the end of the text too, as in Perl and Python: a file ends with a line end. The
 * flag m implies it.
 */
export function matchingBeforeLastLineEnd(regex: RegExp): RegExp {
  if (regex.flags.includes('m') || !regex.source.includes('$')) return regex
  let depth = 0
  const source = regex.source.replace(/\\[^]|[[\]$]/g, (found) => {
    if (found === '[') depth = regex.flags.includes('v') ? depth + 1 : 1
    else if (found === ']') depth = Math.max(0, depth - 1)
    return found === '$' && depth === 0 ? String.raw`(?=(?:\r?\n)?$)` : found
  })
  return RegExp(source, regex.flags)
}
