/** Carries out the requests of sifaka's own endpoints and of the tools for agents. */
import { toRecordFailure, toRecordValidation, type ResultRecord } from '../core/record.ts'
import type { ImproveRequest, ValidateRequest } from './own-requests.ts'
import type { Caller, Service } from './service.ts'

/** The record has the id of the request, if it has one. */
export async function improveForRecord(
  service: Service,
  { textRequest, id }: ImproveRequest,
  caller: Caller,
  thoughtId?: string,
): Promise<ResultRecord> {
  const { record } = await service.improve(textRequest, caller, thoughtId)
  return { ...record, id: id ?? record.id }
}

export async function validateText(service: Service, { prompt, text }: ValidateRequest, caller: Caller) {
  const { passed, validations, failures, usage } = await service.validate(prompt, text, caller)
  return {
    passed,
    validations: validations.map(toRecordValidation),
    failures: failures.map(toRecordFailure),
    usage,
  }
}
