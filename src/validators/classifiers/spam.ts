import { spam as classifier } from '../../classifiers/spam.ts'
import { classifierValidator } from './labels.ts'

export const spam = classifierValidator(classifier)
