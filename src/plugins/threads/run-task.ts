/** The side of the thread: imports a plugin from its file, creates its validators and critics, and runs them. */
import type { AskAboutDraft, CriticNeeds, ValidatorNeeds } from '../../core/definitions.ts'
import type { Critic, Model, Validator } from '../../core/ports.ts'
import { workerScope } from '../../core/scopes/worker-scope.ts'
import type { Plugin, PluginValidator } from '../define.ts'
import { importExports } from '../import.ts'
import { checkMethod } from '../local.ts'
import { Connection, sendableError } from './connection.ts'
import type { Description, ModelRole, PluginPart, PluginReply, PluginTask } from './protocol.ts'

type Created = Partial<PluginValidator> & Partial<Omit<Critic, 'name'>>

interface Entry {
  readonly created: Promise<Created>
  readonly models: Description['models']
}

const entries = new Map<string, Entry>()

/** A thread runs one task at a time, so that what a plugin asks for belongs to this connection. */
let connection: Connection | undefined
const connected = (): Connection => {
  if (!connection) throw new Error('what a plugin needs can be asked for only while it works')
  return connection
}

export async function runPluginTask(task: PluginTask, ask: AskAboutDraft): Promise<PluginReply> {
  connection = new Connection(task.port)
  try {
    return { result: await run(task, ask) }
  } catch (error) {
    return { error: sendableError(error) }
  } finally {
    connection = undefined
    task.port.close()
  }
}

async function run(task: PluginTask, ask: AskAboutDraft): Promise<unknown> {
  if (task.do === 'load') {
    await importExports(task.path)
    return undefined
  }
  const key = JSON.stringify([task.path, task.kind, task.name, task.options])
  const entry = entries.get(key) ?? createEntry(task, ask)
  entries.set(key, entry)
  entry.created.catch(() => entries.delete(key))
  const created = await entry.created
  if (task.do === 'create') return describe(created, entry)
  if (task.do === 'validate') return created.validate?.(task.draft, workerScope())
  const { history, sample, critiques } = task.request
  const request = {
    history,
    sample,
    critiques,
    get validations() {
      return connected()
        .request('validations')
        .then((validations) => validations ?? [])
    },
  }
  return created.critique?.(task.draft, request, workerScope())
}

const describe = ({ requirement, tier, cacheable, model }: Created, { models }: Entry): Description => ({
  requirement,
  tier,
  cacheable,
  model,
  models,
})

function createEntry(task: PluginTask & PluginPart, ask: AskAboutDraft): Entry {
  const models: [ModelRole, string | undefined][] = []
  return { created: create(task, needsOf(task, models, ask)), models }
}

async function create(
  { path, kind, name, options }: PluginPart,
  needs: ValidatorNeeds & CriticNeeds,
): Promise<Created> {
  const exports = (await importExports(path)) as readonly Plugin[]
  const plugin = exports.find((each) => each.name === name && (each.kind ?? 'validator') === kind)
  if (!plugin) throw new Error(`the plugin does not export "${name}" each time that it is loaded`)
  const created: Created = await plugin.create(options, needs)
  checkMethod(created, kind === 'validator' ? 'validate' : 'critique')
  return created
}

function needsOf(
  { needs: known }: PluginTask,
  models: [ModelRole, string | undefined][],
  ask: AskAboutDraft,
): ValidatorNeeds & CriticNeeds {
  const modelOf = (role: ModelRole, name?: string): Model => ({
    name: name ?? known.models[role] ?? '',
    generate: async (request) => connected().request('generate', { role, name, request }),
  })
  const chosen = (role: ModelRole) => (name?: string) => {
    models.push([role, name])
    return modelOf(role, name)
  }
  return {
    env: known.env,
    ask,
    model: chosen('model'),
    critic: chosen('critic'),
    generator: modelOf('generator'),
    retrievers: known.retrievers.map((name, index) => ({
      name,
      retrieve: async (query, limit) => connected().request('retrieve', { index, query, limit }),
    })),
    async validator(given): Promise<Validator> {
      const described = await connected().request('describePart', { given })
      return { ...described, validate: (draft) => connected().request('validatePart', { given, draft }) }
    },
  }
}
