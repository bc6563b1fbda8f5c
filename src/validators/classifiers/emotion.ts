import { emotion as classifier } from '../../classifiers/emotion.ts'
import { classifierValidator } from './labels.ts'

export const emotion = classifierValidator(classifier)
