/** An object with the same keys and changed values. */
export const mapValues = <Value, Changed>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Changed,
): Record<string, Changed> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
