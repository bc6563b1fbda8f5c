import { digest } from '../../util/hash.ts'

/** Marks content as data for a model. The tag contains a digest of the content, so the content cannot close the tag. */
export function sealAsData(name: string, content: string): string {
  const tag = `${name}-${digest(content)}`
  return `<${tag}>\n${content}\n</${tag}>`
}

/** Finds content that `sealAsData` has sealed under this name in a text; returns the first. */
export const readSealedData = (name: string, text: string): string | undefined =>
  RegExp(`<(${name}-[0-9a-f]+)>\\n([^]*?)\\n</\\1>`).exec(text)?.[2]
