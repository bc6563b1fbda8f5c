/** Finds the documents of a folder and reads them as text. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { ConfigError } from '../../core/errors.ts'
import { codeOf, describeReadFailure } from '../../util/files/system-errors.ts'
import { htmlToText } from '../markup.ts'
import { retrievalError } from '../search-site.ts'
import { sha256 } from '../../util/hash.ts'

const MARKDOWN = ['.md', '.markdown']
const HTML = ['.html', '.htm', '.xhtml']
const EXTENSIONS = ['.txt', '.text', ...MARKDOWN, ...HTML]

export interface DocumentFile {
  readonly path: string
  /** The path within the folder, with `/`. */
  readonly name: string
}

export interface DocumentText {
  readonly text: string
  /** True if lines that begin with # are headings. */
  readonly hasHeadings: boolean
}

/** Sorted by path, without hidden files, links and `node_modules`. */
export async function findDocuments(folder: string): Promise<readonly DocumentFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const isMissing = codeOf(error) === 'ENOENT'
    const isFile = codeOf(error) === 'ENOTDIR'
    const problem = isMissing
      ? `there is no folder ${folder}`
      : isFile
        ? `${folder} is not a folder`
        : describeReadFailure(error, folder)
    throw new ConfigError(problem, 'name the folder of your documents: --docs DIR', error)
  })
  const paths = entries
    .filter((entry) => entry.isFile() && EXTENSIONS.includes(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => part.startsWith('.') || part === 'node_modules'),
    )
    .toSorted()
  if (paths.length === 0) {
    throw new ConfigError(`${folder} contains no documents`, `documents end in ${EXTENSIONS.join(', ')}`)
  }
  return paths.map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
}

/** Differs after each change of the documents. Rejects with a `retrieval` error. */
export async function digestDocuments(files: readonly DocumentFile[]): Promise<string> {
  const digests = createHash('sha256')
  for (const file of files) digests.update(`${file.name}\n${sha256(await readFileBytes(file))}\n`)
  return digests.digest('hex')
}

/** Rejects with a `retrieval` error; undefined if the file does not contain text. */
export async function readDocument(file: DocumentFile): Promise<DocumentText | undefined> {
  const { path } = file
  const content = decode(await readFileBytes(file))
  if (content.includes('\0')) return undefined
  const extension = extname(path).toLowerCase()
  if (HTML.includes(extension)) return { text: await htmlToText(content), hasHeadings: true }
  return { text: content, hasHeadings: MARKDOWN.includes(extension) }
}

const readFileBytes = ({ path }: DocumentFile): Promise<Buffer> =>
  readFile(path).catch((error: unknown) => {
    throw retrievalError('documents', describeReadFailure(error, path), undefined, error)
  })

function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  if (isUtf16) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
