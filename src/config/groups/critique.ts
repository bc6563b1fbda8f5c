/** The settings of how critics review a draft. */
import * as z from 'zod'
import { modelName } from '../setting-types.ts'
import { criticFlag, setting } from '../setting.ts'

export const critiqueSettings = {
  criticModel: setting(
    modelName.optional(),
    'model of the critics that do not name one (default: the model that writes)',
    criticFlag('model', '--critic-model <provider:model>'),
  ),
  critique: setting(
    z.enum(['always', 'when-valid', 'never']).default('always'),
    'when critics review a draft; when-valid: only if it passes the validators',
  ),
  quorum: setting(
    z.union([z.enum(['unanimous', 'majority']), z.int().min(1)]).default('majority'),
    'critics that must approve: all or a majority of those that answered, or a number',
  ),
  onCriticError: setting(
    z.enum(['fail', 'ignore', 'retry']).default('retry'),
    'when a critic cannot answer: fail, ignore it, or retry once before ignoring it',
  ),
  fuse: setting(
    z.boolean().default(false),
    'ask the critics that need one call and have the same model in one call together',
  ),
}
