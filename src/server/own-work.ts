/** The work of sifaka's own requests, whether they come over HTTP or from an agent. */
import { toRecordFailure, toRecordValidation, type ResultRecord } from '../core/record.ts'
import type { ImproveRequest, ValidateRequest } from './own-requests.ts'
import type { Caller, Service } from './service.ts'

/** The record has the id of the request, if it has one. */
export async function improveForRecord(
  service: Service,
  { order, id }: ImproveRequest,
  caller: Caller,
  thoughtId?: string,
): Promise<ResultRecord> {
  const { record } = await service.improve(order, caller, thoughtId)
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
