/** Every provider there is; a new one is a file and a line here. */
import { anthropic } from './anthropic.ts'
import { compatible } from './compatible.ts'
import { groq } from './groq.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import { sim } from './sim.ts'

export const providers = [openai, anthropic, groq, ollama, compatible, sim]
