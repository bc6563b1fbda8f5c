/** Chooses which of several writing models begins with a prompt; the loop escalates to the next ones. */
import type { Route } from '../../core/escalation/route.ts'
import type { Settings } from '../../config/schema.ts'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { Crew, Model } from '../../core/ports.ts'
import type { Prompt, Thought } from '../../core/types.ts'
import type { EngineIo } from '../io.ts'
import { journalNotes } from '../journal-notes.ts'
import type { ThoughtLog } from '../thought-log.ts'
import { routeFeatures } from './route-features.ts'
import { Router } from './router.ts'

export interface Escalation {
  /** Chooses the crew that begins with the prompt, and states why. */
  readonly begin: (prompt: Prompt, crew: Crew) => Promise<{ readonly crew: Crew; readonly route?: Route }>
  /** Learns from a thought of this run, or of an earlier one. */
  readonly learn: (thought: Thought) => void
  /** Learns from the latest stored thoughts; warns if they cannot be read. */
  readonly learnFrom: (thoughts: ThoughtLog) => Promise<void>
}

/** At its start, a run learns from this number of the latest stored thoughts. */
const LEARNED_THOUGHTS = 300
export function createEscalation(
  { model, escalation }: Pick<Settings, 'model' | 'escalation'>,
  { journal, warn }: Pick<EngineIo, 'journal' | 'warn'>,
): Escalation {
  const models = [...(model === undefined ? [] : [model]), ...escalation]
  const duplicate = models.find((name, index) => models.indexOf(name) !== index)
  if (duplicate !== undefined)
    throw new ConfigError(`${duplicate} is given twice`, 'name each writing model once')
  const router = new Router(models)
  const notes = journalNotes(journal, 'route')
  const choose = async (prompt: Prompt, crew: Crew): Promise<Route> => {
    const route = router.choose(prompt.id, await routeFeatures(prompt, crew.validators))
    const earlier = notes.recall(prompt.id)
    if (earlier !== undefined && models.includes(earlier))
      return { ...route, first: earlier, reason: 'resumed' }
    await notes.append(prompt.id, route.first)
    return route
  }
  return {
    async begin(prompt, crew) {
      if (!crew.next) return { crew }
      const route = await choose(prompt, crew)
      let chosen = crew
      while (chosen.next && chosen.writer !== route.first) chosen = chosen.next
      return { crew: chosen, route }
    },
    learn: (thought) => router.learn(thought),
    async learnFrom(thoughts) {
      try {
        for (const thought of (await thoughts.latest(LEARNED_THOUGHTS)).toReversed()) router.learn(thought)
      } catch (error) {
        warn(`cannot learn from earlier thoughts which model to begin with: ${messageOf(error)}`)
      }
    },
  }
}

/** The crew of the first model; each crew links to that of the next model. */
export async function chainCrews(
  names: readonly string[],
  crewOf: (name: string) => Promise<Crew>,
): Promise<Crew> {
  const chain = async ([writer = '', ...others]: readonly string[]): Promise<Crew> => ({
    ...(await crewOf(writer)),
    writer,
    next: others.length === 0 ? undefined : await chain(others),
  })
  return names.length > 1 ? chain(names) : crewOf(names[0] ?? '')
}

/** Wraps the writing models of the crew and of those after it. */
export const withEachGenerator = (crew: Crew, wrap: (model: Model) => Model): Crew => ({
  ...crew,
  generator: wrap(crew.generator),
  ...(crew.next && { next: withEachGenerator(crew.next, wrap) }),
})
