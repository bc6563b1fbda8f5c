/** The settings of the models that write. */
import * as z from 'zod'
import { modelName } from '../setting-types.ts'
import { criticFlag, setting, validateFlag } from '../setting.ts'
import { isJsonObject } from '../../util/json/object.ts'

export const writerSettings = {
  model: setting(
    // In files, a list is split before it is checked; see `splitModels`.
    modelName.meta({ type: ['string', 'array'], items: { type: 'string' } }).optional(),
    'model that writes the drafts; in a list, each model continues if no draft of the models before it is accepted',
    criticFlag('model', '-m, --model <provider:model>', {
      help: 'model that writes the drafts; of several (repeated, or a,b), each continues if no draft of the one before is accepted',
      isRepeatable: true,
    }),
    validateFlag('model', '-m, --model <provider:model>', { help: 'model that the judge validator asks' }),
  ),
  escalation: setting(
    z.array(modelName).default([]),
    'models that continue, in this order, if no draft of the model before is accepted; short form: a list as model',
  ),
}

type Values = Readonly<Record<string, unknown>>

/** `model: [a, b]` and `model: "a,b"` are short for `model: a, escalation: [b]`; one model ends the escalation. */
export function splitModels(values: Values): Values {
  const models = [values['model'] ?? []]
    .flat()
    .flatMap((each: unknown) =>
      typeof each === 'string' ? each.split(',').map((name) => name.trim()) : [each],
    )
  if (models.length === 0) return values
  return { escalation: models.slice(1), ...values, model: models[0] }
}

/** The same for the whole content of a settings file, with its profiles. */
export function splitModelsOfFile(content: unknown): unknown {
  if (!isJsonObject(content)) return content
  const { profiles } = content
  const split = splitModels(content)
  if (!isJsonObject(profiles)) return split
  const each = Object.entries(profiles).map(([name, values]) => [
    name,
    isJsonObject(values) ? splitModels(values) : values,
  ])
  return { ...split, profiles: Object.fromEntries(each) as Values }
}
