export const INPUT_FORMATS = ['lines', 'jsonl', 'csv', 'tsv', 'yaml'] as const
export type InputFormat = (typeof INPUT_FORMATS)[number]

/** How messages describe a format: "120 prompts from prompts.txt, one per line". */
export const FORMAT_PHRASES: Record<InputFormat, string> = {
  lines: 'one per line',
  jsonl: 'one JSON object per line',
  csv: 'one per CSV row',
  tsv: 'one per TSV row',
  yaml: 'one per YAML item',
}
