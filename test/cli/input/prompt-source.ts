import { readPrompts, type Source } from '../../../src/cli/input/prompts.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import type { Prompt } from '../../../src/core/types.ts'

export async function* stdinOf(text: string): AsyncGenerator<Buffer> {
  if (text !== '') yield Buffer.from(text)
}

export const source = (text: string, more: Partial<Source> = {}): Source => ({
  input: '-',
  format: 'jsonl',
  promptField: 'prompt',
  idField: 'id',
  vars: {},
  registry: builtInRegistry(),
  stdin: stdinOf(text),
  ...more,
})

export async function promptsOf(text: string, more: Partial<Source> = {}): Promise<Prompt[]> {
  const prompts: Prompt[] = []
  for await (const prompt of readPrompts(source(text, more))) prompts.push(prompt)
  return prompts
}
