import type { CriticDefinition } from '../core/definitions.ts'
import { constitutional } from './constitutional.ts'
import { reflexion } from './reflexion.ts'
import { selfRefine } from './self-refine.ts'

/** All critics. A new one is one file and one line here. */
export const critics: readonly CriticDefinition[] = [reflexion, constitutional, selfRefine]
