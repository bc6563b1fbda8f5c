/** The names that OpenTelemetry's conventions for generative AI give to providers and models. */
import type { MetricLabels } from './definitions.ts'

const PROVIDERS: Readonly<Record<string, string>> = {
  azure: 'azure.ai.openai',
  bedrock: 'aws.bedrock',
  gemini: 'gcp.gemini',
  google: 'gcp.gemini',
  mistral: 'mistral_ai',
  vertex: 'gcp.vertex_ai',
  watsonx: 'ibm.watsonx.ai',
  xai: 'x_ai',
}

/** The attributes of a call to `provider:model`. */
export function requestAttributes(model: string) {
  const colon = model.indexOf(':')
  const provider = model.slice(0, Math.max(colon, 0))
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': PROVIDERS[provider] ?? provider,
    'gen_ai.request.model': model.slice(colon + 1),
  } satisfies MetricLabels
}
