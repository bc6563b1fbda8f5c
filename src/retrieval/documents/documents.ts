/** Searches the user's own documents, ranked by BM25 (Robertson and Zaragoza 2009) of SQLite's FTS5. */
import { resolve } from 'node:path'
import * as z from 'zod'
import type { Passage } from '../../core/ports.ts'
import { inTransaction, openMemorySqlite } from '../../util/backends/sqlite.ts'
import { once } from '../../util/once.ts'
import type { RetrieverDefinition } from '../definition.ts'
import { searchWords } from '../search-words.ts'
import { splitIntoPassages } from './passages.ts'
import { digestDocuments, findDocuments, readDocument, type DocumentFile } from './read-documents.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  folder: z.string().min(1).describe('folder of the documents: text, Markdown and HTML'),
}))

/** A word in a heading says more about a passage than one in its text. */
const TITLE_WEIGHT = 2

export const documents: RetrieverDefinition<typeof options> = {
  name: 'documents',
  summary: 'searches a folder of your own text, Markdown and HTML files',
  options,
  async create({ folder }, { warn }) {
    const files = await findDocuments(resolve(folder))
    const index = once(() => indexDocuments(files, warn))
    const state = once(() => digestDocuments(files))
    return {
      name: 'documents',
      state,
      async retrieve(query, limit) {
        return (await index()).search(query, limit)
      },
    }
  },
}

/** The index is in memory; it takes about one second for 10 MB of text. */
async function indexDocuments(files: readonly DocumentFile[], warn: (line: string) => void) {
  const passages: Passage[] = []
  for (const file of files) {
    const document = await readDocument(file)
    if (document) passages.push(...splitIntoPassages(document, file.name))
    else warn(`${file.path} is not searched: it does not contain text`)
  }
  const database = await openMemorySqlite()
  database.exec(
    `CREATE VIRTUAL TABLE passages USING fts5 (title, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2')`,
  )
  const insert = database.prepare('INSERT INTO passages (rowid, title, text) VALUES (?, ?, ?)')
  inTransaction(database, () => {
    for (const [position, { title, text }] of passages.entries()) {
      insert.run(position, separateWords(title), separateWords(text))
    }
  })
  const find = database.prepare(
    `SELECT rowid AS position FROM passages WHERE passages MATCH ? ORDER BY bm25(passages, ${TITLE_WEIGHT}, 1), rowid LIMIT ?`,
  )
  return {
    search(query: string, limit: number): readonly Passage[] {
      // Each word is quoted, so that nothing in it is an operator.
      const words = searchWords(separateWords(query)).map((word) => `"${word}"`)
      if (words.length === 0) return []
      const rows = find.all(words.join(' OR '), limit) as { readonly position: number }[]
      return rows.flatMap(({ position }) => passages[position] ?? [])
    },
  }
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu
const segmenter = once(() => new Intl.Segmenter(undefined, { granularity: 'word' }))

/** Puts spaces between the words of scripts that are written without them. */
const separateWords = (text: string): string =>
  text.replace(
    UNSPACED,
    (run) => ` ${Array.from(segmenter().segment(run), ({ segment }) => segment).join(' ')} `,
  )
