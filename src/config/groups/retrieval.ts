/** The settings of what critics look things up in. */
import * as z from 'zod'
import { namedSchema, retrieverKind } from '../named.ts'
import { criticFlag, setting } from '../setting.ts'

export const retrievalSettings = {
  docs: setting(
    z.string().min(1).optional(),
    'folder of documents in which critics look claims up: text, Markdown and HTML',
    criticFlag('rules', '--docs <dir>'),
  ),
  retrievers: setting(
    z.array(namedSchema(retrieverKind)).default([]),
    'further places where critics look claims up: wikipedia, arxiv, web, documents',
    criticFlag('rules', '--retriever <name>', {
      help: 'where critics look claims up: wikipedia, arxiv or web',
    }),
  ),
}
