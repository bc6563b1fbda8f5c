import type { CriticDefinition } from '../core/definitions.ts'
import { constitutional } from './constitutional.ts'
import { reflexion } from './reflexion.ts'
import { selfRefine } from './self-refine.ts'

/** All critics. To add a critic, write its file and add it to this list. */
export const critics: readonly CriticDefinition[] = [reflexion, constitutional, selfRefine]
