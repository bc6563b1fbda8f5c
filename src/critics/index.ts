import type * as z from 'zod'
import type { Critic, Definition } from '../core/ports.ts'
import { constitutional } from './constitutional.ts'
import type { CriticNeeds } from './model-critic.ts'
import { reflexion } from './reflexion.ts'
import { selfRefine } from './self-refine.ts'

/** Every critic there is; to add one is to add a file and its line here. */
export const critics: readonly Definition<Critic, CriticNeeds, z.ZodObject>[] = [
  reflexion,
  constitutional,
  selfRefine,
]
