import { toxicity as classifier } from '../../classifiers/toxicity.ts'
import { classifierValidator } from './labels.ts'

export const toxicity = classifierValidator(classifier)
