import { emotion } from '../../classifiers/emotion/emotion.ts'
import { intent } from '../../classifiers/intent/intent.ts'
import { spam } from '../../classifiers/spam/spam.ts'
import { toxicity } from '../../classifiers/toxicity/toxicity.ts'
import { classifier } from './classifier.ts'
import { labelValidatorDefinition } from './labels.ts'
import { sentimentValidator } from './sentiment.ts'

/** To turn a classifier without settings of its own into a validator, add it here. */
export const classifierValidators = {
  sentiment: sentimentValidator,
  toxicity: labelValidatorDefinition(toxicity),
  spam: labelValidatorDefinition(spam),
  emotion: labelValidatorDefinition(emotion),
  intent: labelValidatorDefinition(intent),
  classifier,
} as const
