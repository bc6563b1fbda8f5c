/** Servers with the chat completions API whose addresses and peculiarities are known. To add one, add an entry. */
import type { ChatServer } from './api/chat-completions.ts'
import { mistralRateLimits } from './errors/rate-limit-headers.ts'
import type { KeyDefaults } from './server-options.ts'

export interface Preset
  extends
    KeyDefaults,
    Partial<
      Pick<
        ChatServer,
        | 'maxTokensField'
        | 'seedField'
        | 'effortFields'
        | 'serviceTiers'
        | 'unsupported'
        | 'rateLimitHeaders'
        | 'structured'
      >
    > {
  readonly name: string
  readonly title: string
  /** Returns the base URL; `read` returns the value of an environment variable, or its default. */
  readonly baseUrl: (read: (variable: string, defaultValue?: string) => string) => string
  /** What the user must provide; default: the key variable. */
  readonly needs?: string
  /** True for a program on the user's own machine, whose models cost nothing. */
  readonly isLocal?: true
  /** True if the server cannot list its models. */
  readonly listsNoModels?: true
}

const NO_TIERS = {}
/** Turns off reasoning, for models whose chat template has this option. */
const WITHOUT_THINKING = { chat_template_kwargs: { enable_thinking: false } }
/** For servers that have no effort `minimal`, so that their lowest effort is `low`. */
const lowOrMore = (effort: string): string => (effort === 'minimal' ? 'low' : effort)

export const presets: readonly Preset[] = [
  {
    // https://ai.google.dev/gemini-api/docs/openai
    name: 'gemini',
    title: 'Google Gemini',
    baseUrl: () => 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyVariable: 'GEMINI_API_KEY',
    serviceTiers: { flex: 'flex', priority: 'priority' },
  },
  {
    // https://docs.mistral.ai/api; streams always end with the usage.
    name: 'mistral',
    title: 'Mistral',
    baseUrl: () => 'https://api.mistral.ai/v1',
    keyVariable: 'MISTRAL_API_KEY',
    seedField: 'random_seed',
    effortFields: (effort) => ({ reasoning_effort: lowOrMore(effort) }),
    serviceTiers: NO_TIERS,
    unsupported: ['streamOptions'],
    rateLimitHeaders: mistralRateLimits,
  },
  {
    // https://api-docs.deepseek.com/guides/thinking_mode
    name: 'deepseek',
    title: 'DeepSeek',
    baseUrl: () => 'https://api.deepseek.com',
    keyVariable: 'DEEPSEEK_API_KEY',
    structured: () => 'json_object',
    effortFields: (effort) =>
      effort === 'none'
        ? { thinking: { type: 'disabled' } }
        : { thinking: { type: 'enabled' }, reasoning_effort: lowOrMore(effort) },
    serviceTiers: NO_TIERS,
    unsupported: ['seed'],
  },
  {
    // https://openrouter.ai/docs/use-cases/usage-accounting; the usage includes the cost.
    name: 'openrouter',
    title: 'OpenRouter',
    baseUrl: () => 'https://openrouter.ai/api/v1',
    keyVariable: 'OPENROUTER_API_KEY',
    effortFields: (effort) => ({ reasoning: { effort } }),
  },
  {
    // https://docs.x.ai/developers/advanced-api-usage/priority-processing
    name: 'xai',
    title: 'xAI',
    baseUrl: () => 'https://api.x.ai/v1',
    keyVariable: 'XAI_API_KEY',
    maxTokensField: 'max_completion_tokens',
    effortFields: (effort) => ({ reasoning_effort: lowOrMore(effort) }),
    serviceTiers: { auto: 'default', priority: 'priority' },
  },
  {
    // https://docs.together.ai/docs/inference/chat/reasoning
    name: 'together',
    title: 'Together AI',
    baseUrl: () => 'https://api.together.ai/v1',
    keyVariable: 'TOGETHER_API_KEY',
    effortFields: (effort) =>
      effort === 'none' ? { reasoning: { enabled: false } } : { reasoning_effort: lowOrMore(effort) },
    serviceTiers: NO_TIERS,
  },
  {
    // https://docs.fireworks.ai/serverless/serverless-modes
    name: 'fireworks',
    title: 'Fireworks AI',
    baseUrl: () => 'https://api.fireworks.ai/inference/v1',
    keyVariable: 'FIREWORKS_API_KEY',
    effortFields: (effort) => ({ reasoning_effort: lowOrMore(effort) }),
    serviceTiers: { priority: 'priority' },
  },
  {
    // https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle
    name: 'azure',
    title: 'Azure OpenAI',
    needs: 'AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT',
    baseUrl: (read) => `${read('AZURE_OPENAI_ENDPOINT').replace(/(\/openai(\/v1)?)?\/*$/, '')}/openai/v1`,
    keyVariable: 'AZURE_OPENAI_API_KEY',
    keyHeader: 'api-key',
    maxTokensField: 'max_completion_tokens',
  },
  {
    // https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
    name: 'bedrock',
    title: 'Amazon Bedrock',
    needs: 'AWS_BEARER_TOKEN_BEDROCK, AWS_REGION',
    baseUrl: (read) => `https://bedrock-runtime.${read('AWS_REGION')}.amazonaws.com/openai/v1`,
    keyVariable: 'AWS_BEARER_TOKEN_BEDROCK',
    maxTokensField: 'max_completion_tokens',
    serviceTiers: { auto: 'default', flex: 'flex', priority: 'priority' },
    listsNoModels: true,
  },
  {
    // https://cloud.google.com/vertex-ai/generative-ai/docs/start/openai
    name: 'vertex',
    title: 'Google Vertex AI',
    needs: 'GOOGLE_CLOUD_PROJECT, and the program gcloud or another keyCommand',
    baseUrl(read) {
      const location = read('GOOGLE_CLOUD_LOCATION', 'global')
      const host = location === 'global' ? '' : `${location}-`
      const project = `projects/${read('GOOGLE_CLOUD_PROJECT')}/locations/${location}`
      return `https://${host}aiplatform.googleapis.com/v1/${project}/endpoints/openapi`
    },
    keyCommand: 'gcloud auth print-access-token',
    serviceTiers: NO_TIERS,
    listsNoModels: true,
  },
  {
    // https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
    name: 'vllm',
    title: 'vLLM',
    baseUrl: () => 'http://127.0.0.1:8000/v1',
    isLocal: true,
    effortFields: (effort) =>
      effort === 'none' ? WITHOUT_THINKING : { reasoning_effort: lowOrMore(effort) },
    serviceTiers: NO_TIERS,
  },
  {
    // https://github.com/ggml-org/llama.cpp/tree/master/tools/server
    name: 'llamacpp',
    title: 'llama.cpp',
    baseUrl: () => 'http://127.0.0.1:8080/v1',
    isLocal: true,
    effortFields: (effort) =>
      effort === 'none'
        ? WITHOUT_THINKING
        : { chat_template_kwargs: { reasoning_effort: lowOrMore(effort) } },
    serviceTiers: NO_TIERS,
  },
  {
    // https://lmstudio.ai/docs/developer/openai-compat
    name: 'lmstudio',
    title: 'LM Studio',
    baseUrl: () => 'http://127.0.0.1:1234/v1',
    isLocal: true,
    serviceTiers: NO_TIERS,
  },
]
