/** `{{name}}` in a text stands for a value; `\{{name}}` stands for `{{name}}` itself. */
const PLACEHOLDER = /(\\?)\{\{([^{}\r\n]{1,200})\}\}/g

/** Whether a name looks like the name of a field, unlike `{{ color: 'red' }}` in source code. */
export const isFieldName = (name: string): boolean => /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_. -]*$/u.test(name)

/** Returns the names of the placeholders, each once. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].flatMap(([, escape, name = '']) => (escape ? [] : name.trim()))),
]

export const hasBraces = (text: string): boolean => text.includes('{{')

/** Replaces each placeholder for which `valueOf` returns a text, and resolves `\{{name}}`. */
export const replacePlaceholders = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replace(PLACEHOLDER, (found: string, escape: string, name: string) =>
    escape ? found.slice(1) : (valueOf(name.trim()) ?? found),
  )

export const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
