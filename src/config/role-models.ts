/** The models that profiles, help and hints name. A newer model is named here and in the README. */
export const roleModels = {
  small: 'openai:gpt-6-luna',
  strong: 'openai:gpt-6.1-sol',
  fast: 'groq:openai/gpt-oss-20b',
} as const
