/** What the errors of encrypted connections mean, and what to do about them. */
import { codeOf } from '../files/system-errors.ts'

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/
const NO_TLS = /^(EPROTO|ERR_SSL_)/

/** Whether the code of an error says that the certificate of the server is not accepted. */
export const isCertificateFault = (code: unknown): boolean =>
  typeof code === 'string' && CERTIFICATE.test(code)

/** Whether the code of an error says that the server does not answer with TLS. */
export const isTlsMissing = (code: unknown): boolean => typeof code === 'string' && NO_TLS.test(code)

const HINTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'renew the certificate of the server; if it is valid, correct the clock of this machine',
  CERT_NOT_YET_VALID: 'correct the clock of this machine, or replace the certificate of the server',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name the server in the address as its certificate does',
}
const UNKNOWN_AUTHORITY =
  'if a proxy or your own server issued the certificate, set NODE_EXTRA_CA_CERTS to the file of its certificate authority'

/** What to do if an error, or one of its causes, says that the certificate is not accepted; undefined for others. */
export function certificateHint(error: unknown): string | undefined {
  const code = codeOf(error)
  if (isCertificateFault(code)) return HINTS[String(code)] ?? UNKNOWN_AUTHORITY
  return error instanceof Error && error.cause !== undefined ? certificateHint(error.cause) : undefined
}
