/** A place in a text to which a validator objects. */
export interface Finding {
  /** Counted from 1, like `column`. A line ends with LF or CRLF; columns count UTF-16 code units, as editors do. */
  readonly line: number
  readonly column: number
  /** The position after the last character of the place; absent if only its start is known. */
  readonly endLine?: number | undefined
  readonly endColumn?: number | undefined
  readonly message: string
  /** The rule that the place breaks, such as MD040; the validator's name if the validator is one rule. */
  readonly rule: string
  /** What certainly belongs there instead: `validate --fix` writes it. Absent if there are several candidates. */
  readonly replacement?: string | undefined
  /** Set if the place alone would not reject the text; default: the severity of the validation. */
  readonly severity?: 'warning' | undefined
}

/** The validation's findings; if it has none, one finding for the whole text, which begins at 1:1. */
export const findingsOf = ({
  validator,
  message,
  findings = [],
}: {
  readonly validator: string
  readonly message: string
  readonly findings?: readonly Finding[] | undefined
}): readonly Finding[] =>
  findings.length > 0 ? findings : [{ line: 1, column: 1, message, rule: validator }]

/** A finding of a plugin or a program; the default of `rule` is the name of the validator. */
export type GivenFinding = Omit<Finding, 'rule' | 'severity'> & Partial<Pick<Finding, 'rule'>>

/** Whether a value from outside is a finding. Unknown fields are not allowed. */
export function isGivenFinding(value: unknown): value is GivenFinding {
  const { line, column, endLine = line, endColumn = column, ...texts } = Object(value) as GivenFinding
  const { message, rule = '', replacement = '', ...unknown } = texts
  return (
    [line, column, endLine, endColumn].every((each) => Number.isSafeInteger(each) && each > 0) &&
    [message, rule, replacement].every((each) => typeof each === 'string') &&
    Object.keys(unknown).length === 0
  )
}

export const GIVEN_FINDING_FORM =
  'must be { line, column, message }, optionally with endLine, endColumn, rule and replacement; lines and columns count from 1'
