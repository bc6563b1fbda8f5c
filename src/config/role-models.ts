/** The models that profiles, help and hints name. To replace one of them, change it here and in the README. */
export const roleModels = {
  small: 'openai:gpt-6-luna',
  strong: 'openai:gpt-6.1-sol',
  fast: 'groq:openai/gpt-oss-20b',
} as const
