import type { ServiceError } from '../service-error.ts'

/** The body of an error, as all APIs of OpenAI have it. */
export const openaiError = ({ status, code, message: text, field }: ServiceError) => {
  const type = status === 429 ? code : status < 500 ? 'invalid_request_error' : 'server_error'
  return { error: { message: text, type, param: field ?? null, code } }
}
