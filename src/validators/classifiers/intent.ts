import { intent as classifier } from '../../classifiers/intent.ts'
import { classifierValidator } from './labels.ts'

export const intent = classifierValidator(classifier)
