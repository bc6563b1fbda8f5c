/** The same job as a careful user would write it: the openai SDK, all prompts at once, a limit of 64 on the calls. */
import { OpenAI } from 'openai'

const [baseURL, prompts] = process.argv.slice(2)
const MAX_CALLS = 64
const MAX_ITERATIONS = 3

const client = new OpenAI({ apiKey: 'simulated', baseURL, maxRetries: 2 })
const waiting = []
let inFlight = 0

async function limited(call) {
  if (inFlight >= MAX_CALLS) await new Promise((resolve) => waiting.push(resolve))
  else inFlight++
  try {
    return await call()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else inFlight--
  }
}

const ask = async (model, messages) => {
  const { choices } = await limited(() => client.chat.completions.create({ model, messages }))
  return choices[0].message.content
}

async function improve(topic) {
  const startedMs = performance.now()
  const task = `Write about topic ${topic} in about 100 words.`
  const messages = [{ role: 'user', content: task }]
  for (let iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
    const draft = await ask('writer', messages)
    const question = { role: 'user', content: `Does this text need improvement? Task: ${task}\n\n${draft}` }
    const critiques = await Promise.all(
      ['fast', 'slow'].map(async (model) => JSON.parse(await ask(model, [question]))),
    )
    const objections = critiques.filter(({ needsImprovement }) => needsImprovement)
    if (objections.length === 0) break
    messages.splice(1, Infinity, { role: 'assistant', content: draft })
    messages.push({ role: 'user', content: objections.flatMap(({ plan }) => plan).join('\n') })
  }
  return performance.now() - startedMs
}

const times = await Promise.all(Array.from({ length: Number(prompts) }, (_, index) => improve(index + 1)))
const { user, system } = process.cpuUsage()
const p50Ms = times.toSorted((one, other) => one - other)[times.length >> 1]
const peakRssMb = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ p50Ms, cpuMs: (user + system) / 1000, peakRssMb }))
