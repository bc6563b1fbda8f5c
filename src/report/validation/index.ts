/** The formats of what validators found; to add one is to add a file and its line here. */
import type { ValidationFormat } from './format.ts'
import { github } from './github.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { junit } from './junit.ts'
import { sarif } from './sarif.ts'
import { text } from './text.ts'

export const validationFormats: readonly ValidationFormat[] = [text, json, jsonl, github, sarif, junit]
